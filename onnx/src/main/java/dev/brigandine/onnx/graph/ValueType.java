package dev.brigandine.onnx.graph;

import java.util.List;
import java.util.Objects;

/**
 * The type of a graph's input or output.
 *
 * @param elementType {@code TensorProto.DataType} of a tensor; 0 for what is no tensor, or unknown
 * @param dims sizes and symbols of a tensor's axes, {@code ?} where nothing is known; null if even
 *     their number is unknown
 * @param proto a serialized TypeProto to be written in place of the two before, or null; for
 *     sequences, optionals and maps
 */
public record ValueType(int elementType, List<String> dims, byte[] proto) {
  /** Copies the list. */
  public ValueType {
    dims = dims == null ? null : List.copyOf(dims);
  }

  /** Of a tensor. */
  public static ValueType tensor(int elementType, List<String> dims) {
    return new ValueType(elementType, Objects.requireNonNull(dims), null);
  }

  /** Left to be inferred. */
  public static ValueType unknown() {
    return new ValueType(0, null, null);
  }
}
