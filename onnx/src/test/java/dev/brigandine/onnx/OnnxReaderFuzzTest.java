package dev.brigandine.onnx;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever bytes a file holds, they read as a model or end in an {@link OnnxException}. */
class OnnxReaderFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void readsOrRefuses(byte[] bytes) throws IOException {
    Path folder = Files.createTempDirectory("onnx-fuzz");
    Path file = folder.resolve("model.onnx");
    try {
      TestBytes.useAll(Files.write(file, bytes));
    } catch (OnnxException refused) {
      if (refused.getMessage().isEmpty() || refused.code().isEmpty()) {
        throw new AssertionError("a refusal that says nothing", refused);
      }
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }
}
