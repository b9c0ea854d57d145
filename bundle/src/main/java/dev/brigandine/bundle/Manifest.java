package dev.brigandine.bundle;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The signed header of a bundle: what anyone may know of it. {@code docs/format.md} specifies its
 * JSON.
 *
 * @param bundleId 128 random bits in base64url: which bundle this is
 * @param modelId as the vendor calls the model, {@code acme/minilm}
 * @param modelVersion a counter, at least 1
 * @param customer whom it was made for, if for one customer
 * @param armor the level of rewriting: {@code none}, {@code rewrite}, {@code full}
 * @param minimumRuntime the oldest version of Brigandine that may open it, {@code 0.1.0}
 * @param created when it was written, in whole seconds
 * @param inputs the model's inputs, in order; none for an armored model, whose encrypted {@link
 *     TensorIndex} tells them
 * @param outputs the model's outputs, likewise
 * @param activation the activation key as a JWE for the vendor's own encryption key
 * @param sections in file order
 */
public record Manifest(
    String bundleId,
    String modelId,
    long modelVersion,
    Optional<String> customer,
    String armor,
    String minimumRuntime,
    Instant created,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    String activation,
    List<SectionInfo> sections) {
  /** The words for a model that was rewritten. */
  static final Set<String> ARMORED = Set.of("rewrite", "full");

  /** Copies the lists. */
  public Manifest {
    Objects.requireNonNull(bundleId, "bundleId");
    Objects.requireNonNull(modelId, "modelId");
    Objects.requireNonNull(customer, "customer");
    Objects.requireNonNull(armor, "armor");
    Objects.requireNonNull(minimumRuntime, "minimumRuntime");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(activation, "activation");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    sections = List.copyOf(sections);
  }

  /** Whether the model was rewritten. */
  public boolean armored() {
    return ARMORED.contains(armor);
  }
}
