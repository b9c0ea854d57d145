package dev.brigandine.bench;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Models of a few bytes: y = x + bias, for four floats. */
final class TinyModels {
  private TinyModels() {}

  static Path add(Path folder, String name, float bias) throws IOException {
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13));
    model
        .getGraphBuilder()
        .setName("tiny")
        .addInput(value("x"))
        .addOutput(value("y"))
        .addInitializer(
            TensorProto.newBuilder()
                .setName("bias")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(1)
                .addFloatData(bias))
        .addNode(
            NodeProto.newBuilder().setOpType("Add").addInput("x").addInput("bias").addOutput("y"));
    return Files.write(folder.resolve(name), model.build().toByteArray());
  }

  static List<BenchInput> inputs() {
    ByteBuffer data = ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(1).putFloat(-2).putFloat(0.5f).putFloat(Float.MIN_VALUE).flip();
    return List.of(BenchInput.of("x", "float32", List.of(4L), data));
  }

  private static ValueInfoProto value(String name) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimValue(4);
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }
}
