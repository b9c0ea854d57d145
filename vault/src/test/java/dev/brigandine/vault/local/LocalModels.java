package dev.brigandine.vault.local;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Graphs of a node or two, for what the socket has to carry. */
final class LocalModels {
  private LocalModels() {}

  /** y = x of that type, any shape of two axes. */
  static Path identity(Path file, TensorProto.DataType type) throws IOException {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("identity");
    graph.addInput(value("x", type, "rows", "columns"));
    graph.addOutput(value("y", type, "rows", "columns"));
    graph.addNode(node("Identity", "y", "x"));
    return write(file, graph);
  }

  /** big = value spread over shape; small = value. Outputs as large as one likes. */
  static Path spread(Path file) throws IOException {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("spread");
    graph.addInput(value("value", TensorProto.DataType.FLOAT, "1"));
    graph.addInput(value("shape", TensorProto.DataType.INT64, "rank"));
    graph.addOutput(value("small", TensorProto.DataType.FLOAT, "1"));
    graph.addOutput(value("big", TensorProto.DataType.FLOAT, "rows", "columns"));
    graph.addNode(node("Expand", "big", "value", "shape"));
    graph.addNode(node("Identity", "small", "value"));
    return write(file, graph);
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput(output);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node.build();
  }

  private static ValueInfoProto value(String name, TensorProto.DataType elements, String... axes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (String axis : axes) {
      if (Character.isDigit(axis.charAt(0))) {
        shape.addDimBuilder().setDimValue(Long.parseLong(axis));
      } else {
        shape.addDimBuilder().setDimParam(axis);
      }
    }
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(elements.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }

  private static Path write(Path file, GraphProto.Builder graph) throws IOException {
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph);
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13));
    return Files.write(file, model.build().toByteArray());
  }
}
