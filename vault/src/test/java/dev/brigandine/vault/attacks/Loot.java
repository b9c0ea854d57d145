package dev.brigandine.vault.attacks;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** What the thieves are after: a model whose weights can be told from anything else. */
final class Loot {
  static final int WEIGHTS = 4096;

  /** In a file the victim deleted. */
  static final String PLAIN_TEXT = "what a temporary file held";

  private static final long SEED = 20261126;

  private Loot() {}

  /** y = x + w. */
  static Path model(Path file) throws IOException {
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13));
    model
        .getGraphBuilder()
        .setName("loot")
        .addInput(value("x"))
        .addOutput(value("y"))
        .addNode(NodeProto.newBuilder().setOpType("Add").addInput("x").addInput("w").addOutput("y"))
        .addInitializer(
            TensorProto.newBuilder()
                .setName("w")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(WEIGHTS)
                .setRawData(com.google.protobuf.ByteString.copyFrom(weights())));
    return Files.write(file, model.build().toByteArray());
  }

  /** 64 weights from the middle; found in one piece, they are no accident. */
  static byte[] needle() {
    return Arrays.copyOfRange(weights(), 4 * 2000, 4 * 2064);
  }

  /** Whether {@code in} has the needle somewhere. */
  static boolean in(InputStream in, byte[] needle) throws IOException {
    byte[] window = new byte[1 << 20];
    int kept = 0;
    while (true) {
      int read = in.read(window, kept, window.length - kept);
      if (read < 0) {
        return false;
      }
      int end = kept + read;
      if (indexOf(window, end, needle) >= 0) {
        return true;
      }
      kept = Math.min(needle.length - 1, end);
      System.arraycopy(window, end - kept, window, 0, kept);
    }
  }

  private static int indexOf(byte[] window, int end, byte[] needle) {
    for (int i = 0; i + needle.length <= end; i++) {
      if (window[i] == needle[0]
          && Arrays.equals(window, i, i + needle.length, needle, 0, needle.length)) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] weights() {
    ByteBuffer bytes = ByteBuffer.allocate(4 * WEIGHTS).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(SEED);
    while (bytes.hasRemaining()) {
      bytes.putFloat(random.nextFloat());
    }
    return bytes.array();
  }

  private static ValueInfoProto value(String name) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimValue(1);
    shape.addDimBuilder().setDimValue(WEIGHTS);
    TypeProto.Builder type = TypeProto.newBuilder();
    type.getTensorTypeBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber()).setShape(shape);
    return ValueInfoProto.newBuilder().setName(name).setType(type).build();
  }
}
