package dev.brigandine.vault;

import java.time.Duration;

/** A way in for callers: the local socket, HTTP, gRPC. */
public interface Front extends AutoCloseable {
  /** {@code local}, {@code http} or {@code grpc}. */
  String kind();

  /** Where it listens: a path, or an address with a port. */
  String address();

  /**
   * Reads again what may change while it listens: API keys.
   *
   * @throws dev.brigandine.bundle.BrigandineException if it cannot be read; all stays as it was
   */
  default void reload() {}

  /** Takes no new requests, lets those under way end for at most {@code grace}, then closes. */
  void close(Duration grace);

  @Override
  default void close() {
    close(Duration.ZERO);
  }
}
