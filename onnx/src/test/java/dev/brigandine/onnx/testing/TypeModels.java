package dev.brigandine.onnx.testing;

import static dev.brigandine.onnx.testing.Protos.BFLOAT16;
import static dev.brigandine.onnx.testing.Protos.FLOAT;
import static dev.brigandine.onnx.testing.Protos.FLOAT16;
import static dev.brigandine.onnx.testing.Protos.INT4;
import static dev.brigandine.onnx.testing.Protos.INT8;
import static dev.brigandine.onnx.testing.Protos.UINT8;
import static dev.brigandine.onnx.testing.Protos.attribute;
import static dev.brigandine.onnx.testing.Protos.floats;
import static dev.brigandine.onnx.testing.Protos.graph;
import static dev.brigandine.onnx.testing.Protos.model;
import static dev.brigandine.onnx.testing.Protos.node;
import static dev.brigandine.onnx.testing.Protos.noise;
import static dev.brigandine.onnx.testing.Protos.value;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import java.util.Random;

/** Models with weights of small types. */
final class TypeModels {
  private TypeModels() {}

  /** 16-bit weights in int32_data, as varints. */
  private static TensorProto varints(String name, int type, int first, int span, long... dims) {
    Random random = new Random(type);
    TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
    int count = 1;
    for (long dim : dims) {
      tensor.addDims(dim);
      count *= (int) dim;
    }
    for (int i = 0; i < count; i++) {
      tensor.addInt32Data(first + random.nextInt(span));
    }
    return tensor.build();
  }

  private static ModelProto castThenMultiply(TensorProto weight) {
    return model(
            graph(
                    "cast",
                    node("Cast", List.of("w"), List.of("wide"), attribute("to", FLOAT)),
                    node("MatMul", List.of("x", "wide"), List.of("y")))
                .addInitializer(weight)
                .addInput(value("x", FLOAT, "batch", 32))
                .addOutput(value("y", FLOAT, "batch", 40)))
        .build();
  }

  static ModelProto fp16() {
    // 0x2c00 to 0x37ff: 1/16 to 1/2
    return model(
            graph("half", node("MatMul", List.of("x", "w"), List.of("y")))
                .addInitializer(varints("w", FLOAT16, 0x2c00, 0xc00, 32, 40))
                .addInput(value("x", FLOAT16, "batch", 32))
                .addOutput(value("y", FLOAT16, "batch", 40)))
        .build();
  }

  static ModelProto bf16() {
    // 0x3d80 to 0x3eff: 1/16 to 1/2
    return castThenMultiply(varints("w", BFLOAT16, 0x3d80, 0x180, 32, 40));
  }

  static ModelProto int8() {
    return quantized(INT8, varints("w", INT8, -128, 256, 32, 40));
  }

  static ModelProto uint8() {
    return quantized(UINT8, noise("w", UINT8, 21, 32 * 40, 32, 40));
  }

  private static ModelProto quantized(int type, TensorProto weight) {
    return model(
            graph(
                    "quantized",
                    node("DequantizeLinear", List.of("w", "scale", "zero"), List.of("wide")),
                    node("MatMul", List.of("x", "wide"), List.of("floating")),
                    node("DynamicQuantizeLinear", List.of("x"), List.of("q", "s", "z")),
                    node("MatMulInteger", List.of("q", "w", "z", "zero"), List.of("whole")))
                .addInitializer(weight)
                .addInitializer(floats("scale", 22))
                .addInitializer(noise("zero", type, 23, 1))
                .addInput(value("x", FLOAT, "batch", 32))
                .addOutput(value("floating", FLOAT, "batch", 40))
                .addOutput(value("whole", Protos.INT32, "batch", 40)))
        .build();
  }

  static ModelProto int4() {
    GraphProto.Builder graph =
        graph(
                "int4",
                node(
                    "DequantizeLinear",
                    List.of("w", "scale"),
                    List.of("wide"),
                    attribute("axis", 0),
                    attribute("block_size", 16)),
                node("MatMul", List.of("x", "wide"), List.of("y")))
            .addInitializer(noise("w", INT4, 24, 64 * 48 / 2, 64, 48))
            .addInitializer(floats("scale", 25, 4, 48))
            .addInput(value("x", FLOAT, "batch", 64))
            .addOutput(value("y", FLOAT, "batch", 48));
    return model(graph)
        .setIrVersion(10)
        .setOpsetImport(0, OperatorSetIdProto.newBuilder().setDomain("").setVersion(21))
        .build();
  }
}
