package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What the first operators that an input meets demand of its sizes and values. */
final class InputFlow {
  /** Operators that hand on what is in their first input, if perhaps in another shape. */
  private static final Set<String> PASS =
      Set.of(
          "Cast",
          "Identity",
          "Unsqueeze",
          "Squeeze",
          "Reshape",
          "Flatten",
          "Transpose",
          "Expand",
          "Slice",
          "Concat",
          "Tile",
          "Clip",
          "Split",
          "Dropout",
          "Min",
          "Max");

  /** Those of them that leave the axes alone. */
  private static final Set<String> SAME_AXES =
      Set.of(
          "Cast",
          "Identity",
          "Clip",
          "Dropout",
          "QuantizeLinear",
          "DequantizeLinear",
          "Mul",
          "Add",
          "Sub",
          "Div",
          "DynamicQuantizeLinear");

  /** Operators that look up rows, by domain-less name: index input to table input. */
  private static final Map<String, Map<Integer, Integer>> LOOKUPS =
      Map.of(
          "Gather", Map.of(1, 0),
          "GatherBlockQuantized", Map.of(1, 0),
          "EmbedLayerNormalization", Map.of(0, 2, 1, 4, 8, 3));

  private final GraphIndex index;

  InputFlow(GraphIndex index) {
    this.index = index;
  }

  /** If the input's elements look up rows of a table: the number of rows of the smallest. */
  OptionalLong rows(String input) {
    long rows = Long.MAX_VALUE;
    for (GraphIndex.Use use : reach(input, PASS)) {
      NodeProto node = use.node();
      if (node.getOpType().equals("OneHot") && use.input() == 0) {
        rows = Math.min(rows, depth(node));
      }
      Integer table = LOOKUPS.getOrDefault(node.getOpType(), Map.of()).get(use.input());
      TensorProto data =
          table == null || node.getInputCount() <= table ? null : table(node.getInput(table));
      if (data != null && data.getDimsCount() > 0) {
        long axis = number(node, node.getOpType().equals("Gather") ? "axis" : "gather_axis", 0);
        axis = axis < 0 ? axis + data.getDimsCount() : axis;
        if (axis >= 0 && axis < data.getDimsCount() && data.getDims((int) axis) > 0) {
          rows = Math.min(rows, data.getDims((int) axis));
        }
      }
    }
    return rows == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(rows);
  }

  /** If the input is convolved: how many channels the kernel takes, on axis 1. */
  OptionalLong channels(String input) {
    for (GraphIndex.Use use : reach(input, SAME_AXES)) {
      String type = use.node().getOpType();
      int kernel = type.equals("QLinearConv") ? 3 : 1;
      if ((type.equals("Conv") || type.equals("ConvInteger") || type.equals("QLinearConv"))
          && use.input() == 0
          && use.node().getInputCount() > kernel) {
        TensorProto weight = table(use.node().getInput(kernel));
        if (weight != null && weight.getDimsCount() > 2) {
          long group = Math.max(1, number(use.node(), "group", 1));
          return bounded(weight.getDims(1), group);
        }
      }
    }
    return OptionalLong.empty();
  }

  /** If the input is multiplied by a matrix: its rows, which the input's last axis must match. */
  OptionalLong features(String input) {
    for (GraphIndex.Use use : reach(input, SAME_AXES)) {
      NodeProto node = use.node();
      boolean gemm = node.getOpType().equals("Gemm");
      if ((gemm || node.getOpType().startsWith("MatMul"))
          && use.input() == 0
          && node.getInputCount() > 1) {
        TensorProto weight = table(node.getInput(1));
        if (weight != null && weight.getDimsCount() == 2) {
          boolean transposed = gemm && number(node, "transB", 0) != 0;
          return bounded(weight.getDims(transposed ? 1 : 0), 1);
        }
      }
    }
    return OptionalLong.empty();
  }

  private List<GraphIndex.Use> reach(String input, Set<String> through) {
    Set<String> seen = new HashSet<>(Set.of(input));
    Deque<String> open = new ArrayDeque<>(seen);
    List<GraphIndex.Use> uses = new ArrayList<>();
    while (!open.isEmpty()) {
      for (GraphIndex.Use use : index.uses(open.remove())) {
        uses.add(use);
        if (through.contains(use.node().getOpType())) {
          use.node().getOutputList().stream().filter(seen::add).forEach(open::add);
        }
      }
    }
    return uses;
  }

  /** The constant behind {@code name}, seen through casts and dequantization. */
  private TensorProto table(String name) {
    String at = name;
    for (int steps = 0; steps < 8; steps++) {
      TensorProto constant = index.constant(at);
      if (constant != null) {
        return constant;
      }
      NodeProto maker = index.maker(at);
      if (maker == null || maker.getInputCount() == 0 || !SAME_AXES.contains(maker.getOpType())) {
        return null;
      }
      at = maker.getInput(0);
    }
    return null;
  }

  private long depth(NodeProto oneHot) {
    TensorProto depth = oneHot.getInputCount() > 1 ? index.constant(oneHot.getInput(1)) : null;
    if (depth == null) {
      return Long.MAX_VALUE;
    }
    long value = Long.MAX_VALUE;
    if (depth.getRawData().size() == 8) {
      value = depth.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getLong();
    } else if (depth.getInt64DataCount() == 1) {
      value = depth.getInt64Data(0);
    }
    return value > 0 ? value : Long.MAX_VALUE;
  }

  private static OptionalLong bounded(long size, long times) {
    return size > 0 && size < 1 << 24 && times < 1 << 24
        ? OptionalLong.of(size * times)
        : OptionalLong.empty();
  }

  private static long number(NodeProto node, String attribute, long otherwise) {
    for (AttributeProto candidate : node.getAttributeList()) {
      if (candidate.getName().equals(attribute)) {
        return candidate.getI();
      }
    }
    return otherwise;
  }
}
