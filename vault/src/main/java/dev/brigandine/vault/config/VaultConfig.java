package dev.brigandine.vault.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the operator wrote into {@code vault.yaml}; {@code docs/vault-operators.md} has every key.
 *
 * @param state folder for what must outlive the process: the memory of time, runs counted
 * @param local the socket for this machine; always there
 * @param http empty if it is off
 * @param grpc empty if it is off
 * @param grace how long a stop waits for runs under way
 */
public record VaultConfig(
    Path state,
    List<ModelConfig> models,
    LocalConfig local,
    Optional<NetConfig> http,
    Optional<NetConfig> grpc,
    Duration grace) {
  /** Copies the list. */
  public VaultConfig {
    models = List.copyOf(models);
  }
}
