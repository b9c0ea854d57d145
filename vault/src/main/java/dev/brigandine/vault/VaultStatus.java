package dev.brigandine.vault;

import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.model.ModelStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an operator may know.
 *
 * @param running false if this is what the machine could do, told without a vault
 * @param started when the vault was ready
 */
public record VaultStatus(
    boolean running,
    Optional<Instant> started,
    List<Measure> measures,
    List<Way> ways,
    List<ModelStatus> models) {
  /** Copies the lists. */
  public VaultStatus {
    measures = List.copyOf(measures);
    ways = List.copyOf(ways);
    models = List.copyOf(models);
  }

  /** A way in. */
  public record Way(String kind, String address, String detail) {}

  static VaultStatus running(
      Instant started, List<Measure> measures, List<Way> ways, List<ModelStatus> models) {
    return new VaultStatus(true, Optional.of(started), measures, ways, models);
  }

  /** Of a machine without a vault. */
  public static VaultStatus of(List<Measure> probed) {
    return new VaultStatus(false, Optional.empty(), probed, List.of(), List.of());
  }
}
