package dev.brigandine.vault.model;

import java.util.List;
import java.util.Objects;

/**
 * One run that somebody asks for. Its tensors must stay as they are until the run has ended: a
 * caller who could change them while they are read must not reach them, so memory that is shared
 * with him is copied first.
 *
 * @param outputs names of those wanted, in that order; empty for all
 * @param cancellation never null
 */
public record Request(List<Tensor> inputs, List<String> outputs, Cancellation cancellation) {
  /** Copies the lists. */
  public Request {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    Objects.requireNonNull(cancellation);
  }

  /** For all outputs, and nobody cancels it. */
  public static Request of(List<Tensor> inputs) {
    return new Request(inputs, List.of(), new Cancellation());
  }
}
