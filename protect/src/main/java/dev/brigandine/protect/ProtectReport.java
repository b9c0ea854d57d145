package dev.brigandine.protect;

import dev.brigandine.armor.ArmorReport;
import dev.brigandine.onnx.Kept;
import java.util.List;
import java.util.Optional;

/**
 * What {@link Protector} did.
 *
 * @param bundleId of the bundle written
 * @param parts sessions that the model runs as; one, unless it is large
 * @param weights tensors that left the graph
 * @param weightBytes their size, decrypted
 * @param weightSections how many sections hold them
 * @param kept constants that stayed in the encrypted graph, with the reason
 * @param armor what was done to the model, if it was rewritten
 */
public record ProtectReport(
    String bundleId,
    int parts,
    int weights,
    long weightBytes,
    int weightSections,
    List<Kept> kept,
    Optional<ArmorReport> armor) {
  /** Copies {@code kept}. */
  public ProtectReport {
    kept = List.copyOf(kept);
  }
}
