package dev.brigandine.licenseserver.http;

import java.time.Duration;

/**
 * What a client may take up.
 *
 * @param body bytes of a request's body
 * @param headTime for all headers of a request to arrive, from their first byte
 * @param bodyTime for the whole body to arrive
 * @param idle until a connection on which nothing moves is closed
 * @param connections at a time; more wait in the system's queue, and idle ones get a second
 * @param threads that run handlers; requests that wait for one are bounded by the connections
 * @param wholeBodies whether a handler starts only when the body is there
 */
record Bounds(
    int body,
    Duration headTime,
    Duration bodyTime,
    Duration idle,
    int connections,
    int threads,
    boolean wholeBodies) {
  static final Bounds DEFAULT =
      new Bounds(
          32 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          16_384,
          64,
          true);
}
