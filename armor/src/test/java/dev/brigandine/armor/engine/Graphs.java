package dev.brigandine.armor.engine;

import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Graphs from {@code x} to {@code y}. */
final class Graphs {
  private Graphs() {}

  static ModelGraph of(long opset, Node... nodes) {
    return of(opset, Map.of(), nodes);
  }

  static ModelGraph of(long opset, Map<String, Constant> constants, Node... nodes) {
    Graph graph =
        new Graph(
            Map.of("x", ValueType.tensor(1, List.of("?", "?"))),
            Map.of("y", ValueType.unknown()),
            List.of(nodes),
            constants);
    return new ModelGraph(8, Map.of("", opset), graph, List.of());
  }

  /** An If that always takes its first branch. */
  static ModelGraph branching(Graph taken, Graph notTaken) {
    Map<String, Attribute> branches = new LinkedHashMap<>();
    branches.put("then_branch", new Attribute.Body(taken));
    branches.put("else_branch", new Attribute.Body(notTaken));
    return of(
        13,
        Map.of("choice", Constant.of(9, List.of(), new byte[] {1})),
        new Node("", "", "If", List.of("choice"), List.of("y"), branches));
  }

  /** 0, 1, 2, …, less the middle one. */
  static SampleTensor floats(String name, long... shape) {
    int count = 1;
    for (long size : shape) {
      count *= (int) size;
    }
    ByteBuffer data = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      data.putFloat(i - count / 2);
    }
    return new SampleTensor(name, "float32", shape, data.flip(), List.of());
  }
}
