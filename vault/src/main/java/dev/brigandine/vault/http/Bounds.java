package dev.brigandine.vault.http;

import dev.brigandine.vault.config.NetConfig;
import java.time.Duration;

/**
 * What callers may take up.
 *
 * @param body bytes of one request's body
 * @param headTime for all headers of a request to arrive, from their first byte
 * @param bodyTime for the whole body to arrive
 * @param idle until a connection on which nothing moves is closed
 * @param connections at a time
 * @param threads that handle requests
 * @param runs at a time, waiting for a model included; the rest of the threads answers probes
 * @param memory bytes of bodies and tensors of all requests together
 */
record Bounds(
    int body,
    Duration headTime,
    Duration bodyTime,
    Duration idle,
    int connections,
    int threads,
    int runs,
    long memory) {
  /** A JSON text may become four times as many bytes: one digit and a comma to an int64. */
  private static final int TIMES = 6;

  static Bounds of(NetConfig config) {
    return new Bounds(
        (int) config.maxBytes(),
        Duration.ofSeconds(10),
        config.bodyTimeout(),
        Duration.ofSeconds(60),
        4_096,
        144,
        128,
        config.maxBytes() * TIMES);
  }
}
