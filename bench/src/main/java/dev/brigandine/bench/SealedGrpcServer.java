package dev.brigandine.bench;

import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.config.NetConfig;
import dev.brigandine.vault.grpc.GrpcFront;
import dev.brigandine.vault.model.ModelShelf;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The same model, sealed and licensed, behind the vault's gRPC front. In this process, not
 * hardened.
 */
final class SealedGrpcServer implements AutoCloseable {
  private final ModelShelf shelf;
  private final GrpcFront front;

  /**
   * @param folder for the bundle, its licence and keys
   * @param state an empty folder
   * @param concurrency runs at a time, each on one thread
   */
  SealedGrpcServer(
      Path model, Path folder, Path state, int concurrency, Optional<ModelConfig.Batching> batching)
      throws IOException {
    shelf = SealedShelf.open(model, folder, state, concurrency, batching);
    front =
        GrpcFront.start(
            new NetConfig(
                "127.0.0.1", 0, Optional.empty(), Optional.empty(), 4 << 20, Duration.ofMinutes(1)),
            shelf);
  }

  String address() {
    return front.address();
  }

  @Override
  public void close() {
    front.close();
    shelf.close();
  }
}
