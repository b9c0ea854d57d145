package dev.brigandine.bundle;

import java.util.List;
import java.util.Objects;

/**
 * The public face of one model input or output.
 *
 * @param name as the model declares it
 * @param type {@code float32}, {@code float16}, {@code bfloat16}, {@code float64}, {@code int8},
 *     {@code uint8}, … {@code bool}, {@code string}, or {@code other} for what is no dense tensor
 * @param shape one entry per axis: a decimal size, a symbol such as {@code batch}, or {@code ?};
 *     empty for a scalar
 */
public record TensorSpec(String name, String type, List<String> shape) {
  /** Copies {@code shape}. */
  public TensorSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    shape = List.copyOf(shape);
  }
}
