package dev.brigandine.vault.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.brigandine.vault.Vendor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes of every type come through as they are, in memory of every sort. */
class ElementTypesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BYTES")
  void comesThrough(ElementType type) throws Exception {
    TensorProto.DataType onnx =
        switch (type) {
          case FP32 -> TensorProto.DataType.FLOAT;
          case FP64 -> TensorProto.DataType.DOUBLE;
          case FP16 -> TensorProto.DataType.FLOAT16;
          case BF16 -> TensorProto.DataType.BFLOAT16;
          default -> TensorProto.DataType.valueOf(type.protocolName());
        };
    Vendor vendor = new Vendor(folder);
    try (ModelShelf shelf =
        Shelf.open(folder, Graphs.seal(vendor, folder, "same", Graphs.same(onnx)))) {
      ServedModel model = Shelf.find(shelf, "same");
      for (int rows : new int[] {1, 700}) {
        byte[] bytes = new byte[rows * 4 * type.size()];
        new Random(rows).nextBytes(bytes);
        for (int i = 0; type == ElementType.BOOL && i < bytes.length; i++) {
          bytes[i] &= 1;
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        for (ByteBuffer data : List.of(ByteBuffer.wrap(bytes), direct)) {
          Tensor tensor = new Tensor("x", type, new long[] {rows, 4}, data);
          try (Answer answer = model.run(Request.of(List.of(tensor)))) {
            Tensor output = answer.outputs().get(0);
            assertThat(output.type()).isEqualTo(type);
            assertThat(output.data()).isEqualTo(ByteBuffer.wrap(bytes));
          }
        }
      }
    }
  }
}
