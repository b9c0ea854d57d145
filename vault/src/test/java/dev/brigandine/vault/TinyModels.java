package dev.brigandine.vault;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Models of a few bytes whose answers are easily told, and the real one. */
public final class TinyModels {
  private TinyModels() {}

  /** y = x + bias; float32, shape [batch, 4]. */
  public static Path add(Path file, float bias) throws IOException {
    return Files.write(
        file,
        model(
                "Add",
                TensorProto.DataType.FLOAT,
                TensorProto.newBuilder()
                    .setName("bias")
                    .setDataType(TensorProto.DataType.FLOAT.getNumber())
                    .addDims(1)
                    .addFloatData(bias)
                    .build())
            .toByteArray());
  }

  /** y = x by way of Identity; strings, shape [batch, 4]. */
  public static Path strings(Path file) throws IOException {
    return Files.write(file, model("Identity", TensorProto.DataType.STRING, null).toByteArray());
  }

  /** all-MiniLM-L6-v2, float32, 90 MB; inputs input_ids, attention_mask, token_type_ids. */
  public static Path miniLm(Path file) throws IOException {
    try (InputStream in = TinyModels.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      Files.copy(in, file);
    }
    return file;
  }

  private static ModelProto model(String operator, TensorProto.DataType type, TensorProto weight) {
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13));
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).addInput("x");
    model.getGraphBuilder().setName("tiny").addInput(value("x", type)).addOutput(value("y", type));
    if (weight != null) {
      model.getGraphBuilder().addInitializer(weight);
      node.addInput(weight.getName());
    }
    model.getGraphBuilder().addNode(node.addOutput("y"));
    return model.build();
  }

  private static ValueInfoProto value(String name, TensorProto.DataType elements) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("batch");
    shape.addDimBuilder().setDimValue(4);
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(elements.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }
}
