package dev.brigandine.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which constants stay in the skeleton. ONNX Runtime runs shape inference when it loads a model,
 * before the weights are handed to it, and that reads the values of some inputs; and its Java API
 * lacks some element types. All else leaves.
 */
final class KeepRules {
  /** Integers and booleans up to this many bytes stay: shapes and axes have an entry an axis. */
  private static final long SMALL_INTEGERS = 1024;

  /** Floats up to this many bytes stay where shape inference reads them. */
  private static final long SMALL_FLOATS = 64;

  /** Inputs, by operator, whose float values shape inference reads. */
  private static final Map<String, Set<Integer>> READ_AT_LOAD =
      Map.of(
          "Resize", Set.of(1, 2),
          "Upsample", Set.of(1),
          "Range", Set.of(0, 1, 2));

  /** Operators whose small integers are weights (biases), never shapes. */
  private static final Set<String> ARITHMETIC =
      Set.of("DequantizeLinear", "QLinearConv", "ConvInteger", "MatMulInteger", "QLinearMatMul");

  private final GraphIndex index;

  KeepRules(GraphIndex index) {
    this.index = index;
  }

  /** Why the constant {@code name} stays, if it does. */
  Optional<Kept.Reason> reason(String name, ElementType type, long bytes) {
    if (type == ElementType.STRING) {
      return Optional.of(Kept.Reason.STRING);
    }
    if (!type.javaCan) {
      return Optional.of(Kept.Reason.TYPE);
    }
    if (bytes == 0) {
      return Optional.of(Kept.Reason.EMPTY);
    }
    List<GraphIndex.Use> uses = index.uses(name);
    return switch (type) {
      case INT32, INT64, BOOL ->
          bytes <= SMALL_INTEGERS && !onlyArithmetic(uses)
              ? Optional.of(Kept.Reason.SMALL)
              : Optional.empty();
      default ->
          type.isFloating() && bytes <= SMALL_FLOATS && uses.stream().anyMatch(this::readAtLoad)
              ? Optional.of(Kept.Reason.SHAPE_INFERENCE)
              : Optional.empty();
    };
  }

  private static boolean onlyArithmetic(List<GraphIndex.Use> uses) {
    return !uses.isEmpty()
        && uses.stream().allMatch(use -> ARITHMETIC.contains(use.node().getOpType()));
  }

  private boolean readAtLoad(GraphIndex.Use use) {
    // What a function of the model's own does with its inputs is not followed.
    return index.isFunction(use.node())
        || READ_AT_LOAD.getOrDefault(use.node().getOpType(), Set.of()).contains(use.input());
  }
}
