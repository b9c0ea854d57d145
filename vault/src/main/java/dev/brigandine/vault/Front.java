package dev.brigandine.vault;

import dev.brigandine.vault.config.ModelConfig;
import java.time.Duration;
import java.util.List;

/** A way in for callers: the local socket, HTTP, gRPC. */
public interface Front extends AutoCloseable {
  /** {@code local}, {@code http} or {@code grpc}. */
  String kind();

  /** Where it listens: a path, or an address with a port. */
  String address();

  /** What an operator may want to know beside, for the status; may be empty. */
  default String detail() {
    return "";
  }

  /**
   * Reads again what may change while it listens: API keys, tokenizers.
   *
   * @param models as they are configured now
   * @throws dev.brigandine.bundle.BrigandineException if it cannot be read; all stays as it was
   */
  default void reload(List<ModelConfig> models) {}

  /** Takes no new requests, lets those under way end for at most {@code grace}, then closes. */
  void close(Duration grace);

  @Override
  default void close() {
    close(Duration.ZERO);
  }
}
