package dev.brigandine.cli.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whatever the bytes, a reader gives tensors that survive a rewrite, or says BAD_INPUT. */
class TensorsFuzzTest {
  private static final Limits LIMITS = new Limits(16, 1 << 20, 1 << 20);
  private static final List<TensorSpec> DECLARED =
      Tensors.declare("f", "float32", "i", "int64", "s", "string", "b", "bool", "x", "uint8");

  @FuzzTest
  void npy(byte[] bytes) throws IOException {
    try {
      Tensor tensor =
          NpyReader.read(new ByteArrayInputStream(bytes), "x", bytes.length, LIMITS.totalBytes());
      assertThat(tensor.elements()).isNotNegative();
    } catch (BrigandineException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT);
    }
  }

  @FuzzTest
  void npz(byte[] bytes) throws IOException {
    file(bytes, ".npz");
  }

  @FuzzTest
  void json(byte[] bytes) throws IOException {
    file(bytes, ".json");
  }

  private static void file(byte[] bytes, String ending) throws IOException {
    Path file = Files.createTempFile("fuzz", ending);
    try {
      Files.write(file, bytes);
      List<Tensor> tensors = TensorFile.read(file, DECLARED, LIMITS);
      ByteArrayOutputStream again = new ByteArrayOutputStream();
      TensorFile.writeJson(again, tensors);
      Path json = Files.createTempFile("fuzz", ".json");
      Files.write(json, again.toByteArray());
      assertThat(TensorFile.read(json, DECLARED)).isEqualTo(tensors);
      Files.delete(json);
    } catch (BrigandineException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT);
    } finally {
      Files.delete(file);
    }
  }
}
