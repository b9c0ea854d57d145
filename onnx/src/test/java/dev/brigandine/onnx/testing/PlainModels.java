package dev.brigandine.onnx.testing;

import static dev.brigandine.onnx.testing.Protos.FLOAT;
import static dev.brigandine.onnx.testing.Protos.INT64;
import static dev.brigandine.onnx.testing.Protos.STRING;
import static dev.brigandine.onnx.testing.Protos.attribute;
import static dev.brigandine.onnx.testing.Protos.constant;
import static dev.brigandine.onnx.testing.Protos.floats;
import static dev.brigandine.onnx.testing.Protos.graph;
import static dev.brigandine.onnx.testing.Protos.longs;
import static dev.brigandine.onnx.testing.Protos.model;
import static dev.brigandine.onnx.testing.Protos.node;
import static dev.brigandine.onnx.testing.Protos.value;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Models without subgraphs. */
final class PlainModels {
  private PlainModels() {}

  private static GraphProto.Builder layers(String x, String w1, String b1, String w2, String y) {
    return graph(
        "layers",
        node("MatMul", List.of(x, w1), List.of("product")),
        node("Add", List.of("product", b1), List.of("sum")),
        node("Relu", List.of("sum"), List.of("hidden")),
        node("MatMul", List.of("hidden", w2), List.of(y)));
  }

  private static List<TensorProto> weights() {
    return List.of(floats("w1", 1, 24, 48), floats("b1", 2, 48), floats("w2", 3, 48, 12));
  }

  static ModelProto mlp() {
    return model(
            layers("x", "w1", "b1", "w2", "y")
                .addInput(value("x", FLOAT, "batch", 24))
                .addAllInitializer(weights())
                .addOutput(value("y", FLOAT, "batch", 12)))
        .build();
  }

  static ModelProto typedFields() {
    ModelProto.Builder model = mlp().toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      var floats = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      tensor.clearRawData();
      while (floats.hasRemaining()) {
        tensor.addFloatData(floats.getFloat());
      }
    }
    TensorProto.Builder rows = TensorProto.newBuilder().setName("rows").setDataType(INT64);
    rows.addDims(300).addAllInt64Data(LongStream.range(0, 300).map(i -> i % 7).boxed().toList());
    graph
        .addInitializer(rows)
        .addNode(node("Gather", List.of("w2", "rows"), List.of("picked")))
        .addOutput(value("picked", FLOAT, 300, 12));
    return model.build();
  }

  static ModelProto oldIr() {
    ModelProto.Builder model = mlp().toBuilder().setIrVersion(3);
    model
        .getGraphBuilder()
        .addInput(value("w1", FLOAT, 24, 48))
        .addInput(value("b1", FLOAT, 48))
        .addInput(value("w2", FLOAT, 48, 12));
    return model.build();
  }

  static ModelProto oldIrConstants() {
    ModelProto.Builder model = oldIr().toBuilder();
    GraphProto.Builder graph = model.getGraphBuilder();
    return model
        .setGraph(
            graph
                .clearNode()
                .addNode(constant(floats("scale", 4, 12)))
                .addAllNode(layers("x", "w1", "b1", "w2", "z").getNodeList())
                .addNode(node("Mul", List.of("z", "scale"), List.of("y"))))
        .build();
  }

  static ModelProto constantNodes() {
    GraphProto.Builder graph = graph("constants");
    weights().forEach(weight -> graph.addNode(constant(weight)));
    List<Float> factors = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      factors.add(0.5f + i);
    }
    AttributeProto one =
        AttributeProto.newBuilder()
            .setName("value_float")
            .setType(AttributeProto.AttributeType.FLOAT)
            .setF(1.25f)
            .build();
    AttributeProto ints =
        AttributeProto.newBuilder()
            .setName("value_ints")
            .setType(AttributeProto.AttributeType.INTS)
            .addInts(-1)
            .addInts(12)
            .build();
    graph
        .addNode(
            node("Constant", List.of(), List.of("factors"), attribute("value_floats", factors)))
        .addNode(node("Constant", List.of(), List.of("one"), one))
        .addNode(node("Constant", List.of(), List.of("shape"), ints))
        .addAllNode(layers("x", "w1", "b1", "w2", "z").getNodeList())
        .addNode(node("Mul", List.of("z", "factors"), List.of("scaled")))
        .addNode(node("Sub", List.of("scaled", "one"), List.of("less")))
        .addNode(node("Reshape", List.of("less", "shape"), List.of("y")))
        .addInput(value("x", FLOAT, "batch", 24))
        .addOutput(value("y", FLOAT, "batch", 12));
    return model(graph).build();
  }

  static ModelProto noInitializers() {
    return model(
            graph(
                    "bare",
                    node("Relu", List.of("x"), List.of("positive")),
                    node("Softmax", List.of("positive"), List.of("y")))
                .addInput(value("x", FLOAT, "batch", 10))
                .addOutput(value("y", FLOAT, "batch", 10)))
        .build();
  }

  static ModelProto jsonNames() {
    String x = "{\"input\": [\"x\", \"\\u00fc\"]}";
    String w = "{\"weight\":{\"layer\":1,\"note\":\"a \\\"quoted\\\" name, \u00e9\"}}";
    String y = "[\"y\",null]";
    return model(
            graph(
                    "{\"graph\":true}",
                    node("MatMul", List.of(x, w), List.of("{}")),
                    node("Add", List.of("{}", "[]"), List.of(y)))
                .addInput(value(x, FLOAT, "{\"batch\":1}", 24))
                .addInitializer(floats(w, 5, 24, 48))
                .addInitializer(floats("[]", 6, 48))
                .addOutput(value(y, FLOAT, "{\"batch\":1}", 48)))
        .build();
  }

  static ModelProto scalars() {
    return model(
            graph(
                    "scalars",
                    node("Mul", List.of("x", "factor"), List.of("product")),
                    node("Clip", List.of("product", "low", "high"), List.of("y")))
                .addInput(value("x", FLOAT))
                .addInitializer(floats("factor", 7))
                .addInitializer(
                    TensorProto.newBuilder().setName("low").setDataType(FLOAT).addFloatData(-0.1f))
                .addInitializer(
                    TensorProto.newBuilder().setName("high").setDataType(FLOAT).addFloatData(0.1f))
                .addOutput(value("y", FLOAT)))
        .build();
  }

  static ModelProto optionalInput() {
    ModelProto.Builder model = mlp().toBuilder();
    model
        .getGraphBuilder()
        .addInput(value("b1", FLOAT, 48))
        .addNode(node("Clip", List.of("y", "", "top"), List.of("clipped")))
        .addInitializer(floats("top", 8))
        .addOutput(value("clipped", FLOAT, "batch", 12));
    return model.build();
  }

  static ModelProto weightAsOutput() {
    ModelProto.Builder model = mlp().toBuilder();
    model
        .getGraphBuilder()
        .addNode(0, constant(floats("table", 9, 20, 20)))
        .addOutput(value("w2", FLOAT, 48, 12))
        .addOutput(value("table", FLOAT, 20, 20));
    return model.build();
  }

  static ModelProto unusedWeight() {
    // Here the name of a weight that is not used outside is given to one that is used.
    GraphProto.Builder branch =
        graph("branch", node("Neg", List.of("idle"), List.of("result")))
            .addInitializer(floats("idle", 27, 20, 20))
            .addOutput(value("result", FLOAT, 20, 20));
    ModelProto.Builder model = mlp().toBuilder();
    model
        .getGraphBuilder()
        .addInitializer(floats("idle", 10, 20, 20))
        .addInitializer(floats("idle input", 28, 20, 20))
        .addInput(value("idle input", FLOAT, 20, 20))
        .addNode(0, constant(floats("idle too", 11, 20, 20)))
        .addNode(1, constant(floats("nearly idle", 12, 20, 20)))
        .addNode(2, node("Relu", List.of("nearly idle"), List.of("to nowhere")))
        .addInitializer(longs("yes", new long[] {1}))
        .addNode(3, node("Cast", List.of("yes"), List.of("choice"), attribute("to", Protos.BOOL)))
        .addNode(
            4,
            node(
                "If",
                List.of("choice"),
                List.of("chosen"),
                attribute("then_branch", branch),
                attribute("else_branch", branch)))
        .addOutput(value("chosen", FLOAT, 20, 20));
    return model.build();
  }

  static ModelProto readAtLoad() {
    TensorProto scales = Protos.raw("scales", FLOAT, floatBytes(1, 1, 2, 2), 4);
    TensorProto limit = Protos.raw("limit", FLOAT, floatBytes(6));
    TensorProto zero = Protos.raw("zero", FLOAT, floatBytes(0));
    TensorProto one = Protos.raw("one", FLOAT, floatBytes(1));
    TensorProto pads = longs("pads", new long[] {0, 0, 1, 1, 0, 0, 1, 1}, 8);
    TensorProto shape = longs("shape", new long[] {1, 3, -1}, 3);
    return model(
            graph(
                    "read at load",
                    constant(scales),
                    constant(shape),
                    node("Pad", List.of("x", "pads", "zero"), List.of("padded")),
                    node("Resize", List.of("padded", "", "scales"), List.of("large")),
                    node("Reshape", List.of("large", "shape"), List.of("y")),
                    node("Range", List.of("zero", "limit", "one"), List.of("range")))
                .addInitializer(pads)
                .addInitializer(limit)
                .addInitializer(zero)
                .addInitializer(one)
                .addInput(value("x", FLOAT, 1, 3, 6, 6))
                .addOutput(value("y", FLOAT, 1, 3, 256))
                .addOutput(value("range", FLOAT, 6)))
        .build();
  }

  private static byte[] floatBytes(float... values) {
    var bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  static ModelProto embedding() {
    return model(
            graph(
                    "embedding",
                    node("Cast", List.of("input_ids"), List.of("ids"), attribute("to", INT64)),
                    node("Gather", List.of("words", "ids"), List.of("found")),
                    node("Gather", List.of("places", "position_ids"), List.of("placed")),
                    node("Add", List.of("found", "placed"), List.of("sum")),
                    node(
                        "Cast", List.of("attention_mask"), List.of("mask"), attribute("to", FLOAT)),
                    node("Unsqueeze", List.of("mask", "axis"), List.of("wide")),
                    node("Mul", List.of("sum", "wide"), List.of("y")))
                .addInitializer(floats("words", 13, 50, 16))
                .addInitializer(floats("places", 14, 20, 16))
                .addInitializer(longs("axis", new long[] {-1}, 1))
                .addInput(value("input_ids", Protos.INT32, "batch", "sequence"))
                .addInput(value("position_ids", INT64, "batch", "sequence"))
                .addInput(value("attention_mask", INT64, "batch", "sequence"))
                .addOutput(value("y", FLOAT, "batch", "sequence", 16)))
        .build();
  }

  static ModelProto past() {
    return model(
            graph(
                    "past",
                    node(
                        "Concat",
                        List.of("past_key", "key"),
                        List.of("present_key"),
                        attribute("axis", 2)),
                    node("MatMul", List.of("present_key", "w"), List.of("y")))
                .addInitializer(floats("w", 26, 8, 16))
                .addInput(value("past_key", FLOAT, "batch", 2, "past_sequence_length", 8))
                .addInput(value("key", FLOAT, "batch", 2, "sequence_length", 8))
                .addOutput(value("y", FLOAT, "batch", 2, "total", 16)))
        .build();
  }

  static ModelProto strings() {
    TensorProto known =
        TensorProto.newBuilder()
            .setName("known")
            .setDataType(STRING)
            .addDims(1)
            .addStringData(ByteString.copyFromUtf8("house"))
            .build();
    return model(
            graph(
                    "strings",
                    node("Identity", List.of("text"), List.of("same")),
                    node("Identity", List.of("known"), List.of("word")),
                    node("MatMul", List.of("x", "w"), List.of("y")))
                .addInitializer(known)
                .addInitializer(floats("w", 15, 24, 24))
                .addInput(value("text", STRING, "batch"))
                .addInput(value("x", FLOAT, 1, 24))
                .addOutput(value("same", STRING, "batch"))
                .addOutput(value("word", STRING, 1))
                .addOutput(value("y", FLOAT, 1, 24)))
        .build();
  }

  static ModelProto convolution() {
    TensorProto variance = Protos.raw("variance", FLOAT, floatBytes(1, 2, 3, 4, 5, 6, 7, 8), 8);
    return model(
            graph(
                    "convolution",
                    node("Conv", List.of("image", "kernel"), List.of("c")),
                    node(
                        "BatchNormalization",
                        List.of("c", "scale", "shift", "mean", "variance"),
                        List.of("n")),
                    node("Sigmoid", List.of("n"), List.of("s")),
                    node("Mul", List.of("n", "s"), List.of("m")),
                    node("GlobalAveragePool", List.of("m"), List.of("y")))
                .addInitializer(floats("kernel", 16, 8, 5, 3, 3))
                .addInitializer(floats("scale", 17, 8))
                .addInitializer(floats("shift", 18, 8))
                .addInitializer(floats("mean", 19, 8))
                .addInitializer(variance)
                .addInput(value("image", FLOAT, "batch", "channels", "height", "width"))
                .addOutput(value("y", FLOAT, "batch", 8, 1, 1)))
        .build();
  }

  static ModelProto function() {
    FunctionProto gate =
        FunctionProto.newBuilder()
            .setDomain("test.functions")
            .setName("Gate")
            .addInput("a")
            .addOutput("b")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
            .addNode(constant(floats("inner", 20, 12, 24)))
            .addNode(node("MatMul", List.of("a", "inner"), List.of("m")))
            .addNode(node("Tanh", List.of("m"), List.of("b")))
            .build();
    ModelProto.Builder model = mlp().toBuilder();
    ValueInfoProto gated = value("gated", FLOAT, "batch", 24);
    model
        .getGraphBuilder()
        .addNode(
            node("Gate", List.of("y"), List.of("gated")).toBuilder().setDomain("test.functions"))
        .addOutput(gated);
    return model
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("test.functions").setVersion(1))
        .addFunctions(gate)
        .addMetadataProps(
            StringStringEntryProto.newBuilder().setKey("character").setValue("a\nb\n\u4e2d"))
        .setDocString("kept")
        .build();
  }
}
