package dev.brigandine.vault.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small models that do one odd thing each. */
final class Graphs {
  static final TensorProto.DataType FLOAT = TensorProto.DataType.FLOAT;
  static final TensorProto.DataType INT64 = TensorProto.DataType.INT64;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("odd");

  private Graphs() {}

  static ModelConfig seal(Vendor vendor, Path folder, String name, Graphs graphs)
      throws IOException {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(graphs.graph)
            .build();
    Path file = Files.write(folder.resolve(name + ".onnx"), model.toByteArray());
    Path bundle = vendor.protect(file, 1, ProtectOptions.Armor.NONE);
    return vendor.config(name, bundle, vendor.license(bundle));
  }

  /** y = x after as many rounds as the largest number in x; x is float [batch, 4]. */
  static Graphs rounds() {
    Graphs graphs = new Graphs();
    graphs.graph.addInput(value("x", FLOAT, "batch", "4"));
    graphs.graph.addNode(
        NodeProto.newBuilder()
            .setOpType("ReduceMax")
            .addInput("x")
            .addOutput("most")
            .addAttribute(integer("keepdims", 0)));
    graphs.graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Cast")
            .addInput("most")
            .addOutput("n")
            .addAttribute(integer("to", INT64.getNumber())));
    return graphs.loop("n");
  }

  /** y = x after {@code n} rounds; x is float [batch, 4], n a scalar. */
  static Graphs loop() {
    Graphs graphs = new Graphs();
    graphs.graph.addInput(value("x", FLOAT, "batch", "4")).addInput(value("n", INT64));
    return graphs.loop("n");
  }

  private static AttributeProto integer(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private Graphs loop(String times) {
    Graphs body = new Graphs();
    body.graph.addInput(value("i", INT64)).addInput(value("go", TensorProto.DataType.BOOL));
    body.graph.addInput(value("v", FLOAT, "batch", "4"));
    body.node("Identity", "more", "go").node("Identity", "w", "v");
    body.graph.addOutput(value("more", TensorProto.DataType.BOOL));
    body.graph.addOutput(value("w", FLOAT, "batch", "4"));
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Loop")
            .addInput(times)
            .addInput("")
            .addInput("x")
            .addOutput("y")
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("body")
                    .setType(AttributeProto.AttributeType.GRAPH)
                    .setG(body.graph)));
    graph.addOutput(value("y", FLOAT, "batch", "4"));
    return this;
  }

  /** y = 10 * ids, by a table of {@code rows}: a larger id fails in the engine. */
  static Graphs table(int rows) {
    Graphs graphs = new Graphs();
    TensorProto.Builder table =
        TensorProto.newBuilder().setName("t").setDataType(FLOAT.getNumber()).addDims(rows);
    for (int i = 0; i < rows; i++) {
      table.addFloatData(i * 10);
    }
    graphs.graph.addInitializer(table);
    graphs.graph.addInput(value("ids", INT64, "batch", "4"));
    graphs.node("Gather", "y", "t", "ids");
    graphs.graph.addOutput(value("y", FLOAT, "batch", "4"));
    return graphs;
  }

  /** y = x, quantized with one scale for all of x. */
  static Graphs quantized() {
    Graphs graphs = new Graphs();
    graphs.graph.addInput(value("x", FLOAT, "batch", "4"));
    graphs.graph.addNode(
        NodeProto.newBuilder()
            .setOpType("DynamicQuantizeLinear")
            .addInput("x")
            .addOutput("q")
            .addOutput("scale")
            .addOutput("zero"));
    graphs.node("DequantizeLinear", "y", "q", "scale", "zero");
    graphs.graph.addOutput(value("y", FLOAT, "batch", "4"));
    return graphs;
  }

  /** One float input x [batch, 4], one operator, and its output declared with that shape. */
  static Graphs one(String operator, TensorProto.DataType type, String... shape) {
    Graphs graphs = new Graphs();
    graphs.graph.addInput(value("x", FLOAT, "batch", "4"));
    graphs.node(operator, "y", "x");
    graphs.graph.addOutput(value("y", type, shape));
    return graphs;
  }

  /** y = x below x. */
  static Graphs twice(String rows) {
    Graphs graphs = new Graphs();
    graphs.graph.addInput(value("x", FLOAT, "batch", "4"));
    graphs.graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Concat")
            .addInput("x")
            .addInput("x")
            .addOutput("y")
            .addAttribute(integer("axis", 0)));
    graphs.graph.addOutput(value("y", FLOAT, rows, "4"));
    return graphs;
  }

  /** y = x as another type; x is float [batch, 4]. */
  static Graphs castTo(TensorProto.DataType type) {
    Graphs graphs = new Graphs();
    graphs.graph.addInput(value("x", FLOAT, "batch", "4"));
    graphs.graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Cast")
            .addInput("x")
            .addOutput("y")
            .addAttribute(integer("to", type.getNumber())));
    graphs.graph.addOutput(value("y", type, "batch", "4"));
    return graphs;
  }

  /** y = x of that type, [batch, 4]. */
  static Graphs same(TensorProto.DataType type) {
    Graphs graphs = new Graphs();
    graphs.graph.addInput(value("x", type, "batch", "4"));
    graphs.node("Identity", "y", "x");
    graphs.graph.addOutput(value("y", type, "batch", "4"));
    return graphs;
  }

  /** y = not x; booleans, [batch, 4]. */
  static Graphs not() {
    Graphs graphs = new Graphs();
    graphs.graph.addInput(value("x", TensorProto.DataType.BOOL, "batch", "4"));
    graphs.node("Not", "y", "x");
    graphs.graph.addOutput(value("y", TensorProto.DataType.BOOL, "batch", "4"));
    return graphs;
  }

  private Graphs node(String operator, String output, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput(output);
    for (String input : inputs) {
      node.addInput(input);
    }
    graph.addNode(node);
    return this;
  }

  private static ValueInfoProto value(String name, TensorProto.DataType elements, String... shape) {
    TensorShapeProto.Builder axes = TensorShapeProto.newBuilder();
    for (String axis : shape) {
      if (axis.equals("?")) {
        axes.addDimBuilder();
      } else if (Character.isDigit(axis.charAt(0))) {
        axes.addDimBuilder().setDimValue(Long.parseLong(axis));
      } else {
        axes.addDimBuilder().setDimParam(axis);
      }
    }
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(elements.getNumber()).setShape(axes);
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }
}
