package dev.brigandine.cli.script;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Small models for scripts: {@code y[n,3] = x[n,4] · w[4,3] + b[3]}, float32, {@code w[i,j] = i -
 * j} and {@code b = 0.5}. {@code tiny} is that; {@code other} has {@code b = 1.5}; {@code external}
 * keeps {@code w} in a file {@code weights.bin} beside it. {@code deep} has room for locks: {@code
 * y[n,4] = relu(x[n,16] · first[16,64]) · second[64,32] · third[32,4]}, weights of a fixed seed.
 */
public final class ModelMaker {
  private static final int FLOAT = 1;

  private ModelMaker() {}

  /** Writes a model of that kind. */
  public static void write(Path path, String kind) throws IOException {
    if (kind.equals("deep")) {
      write(path, deep());
      return;
    }
    TensorProto.Builder w = weights("w", 4, 3);
    ByteBuffer values = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 12; i++) {
      values.putFloat(i / 3 - i % 3);
    }
    switch (kind) {
      case "tiny", "other" -> w.setRawData(ByteString.copyFrom(values.array()));
      case "external" -> {
        Files.write(path.resolveSibling("weights.bin"), values.array());
        w.setDataLocation(TensorProto.DataLocation.EXTERNAL);
        w.addExternalDataBuilder().setKey("location").setValue("weights.bin");
        w.addExternalDataBuilder().setKey("offset").setValue("0");
        w.addExternalDataBuilder().setKey("length").setValue("48");
      }
      default -> throw new AssertionError("unknown kind of model " + kind);
    }
    TensorProto.Builder b = weights("b", 3);
    float bias = kind.equals("other") ? 1.5f : 0.5f;
    ByteBuffer biases = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    biases.putFloat(bias).putFloat(bias).putFloat(bias);
    b.setRawData(ByteString.copyFrom(biases.array()));
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("tiny")
            .addInput(value("x", 4))
            .addOutput(value("y", 3))
            .addInitializer(w)
            .addInitializer(b)
            .addNode(node("MatMul", "product", "x", "w"))
            .addNode(node("Add", "y", "product", "b"))
            .build();
    write(path, graph);
  }

  private static void write(Path path, GraphProto graph) throws IOException {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(graph)
            .build();
    Files.write(path, model.toByteArray());
  }

  private static GraphProto deep() {
    Random random = new Random(7);
    return GraphProto.newBuilder()
        .setName("deep")
        .addInput(value("x", 16))
        .addOutput(value("y", 4))
        .addInitializer(drawn(random, "first", 16, 64))
        .addInitializer(drawn(random, "second", 64, 32))
        .addInitializer(drawn(random, "third", 32, 4))
        .addNode(node("MatMul", "a", "x", "first"))
        .addNode(node("Relu", "b", "a"))
        .addNode(node("MatMul", "c", "b", "second"))
        .addNode(node("MatMul", "y", "c", "third"))
        .build();
  }

  private static TensorProto drawn(Random random, String name, int rows, int columns) {
    TensorProto.Builder tensor = weights(name, rows, columns);
    for (int i = 0; i < rows * columns; i++) {
      tensor.addFloatData((float) (random.nextGaussian() / Math.sqrt(rows)));
    }
    return tensor.build();
  }

  private static TensorProto.Builder weights(String name, long... dims) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
    for (long dim : dims) {
      tensor.addDims(dim);
    }
    return tensor;
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addOutput(output);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node.build();
  }

  private static ValueInfoProto value(String name, long width) {
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
            .build();
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
