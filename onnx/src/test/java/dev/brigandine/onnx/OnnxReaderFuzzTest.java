package dev.brigandine.onnx;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whatever bytes a file holds, they read as a model, and as a graph to be edited, or end in an
 * {@link OnnxException}.
 */
class OnnxReaderFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void readsOrRefuses(byte[] bytes) throws IOException {
    Path folder = Files.createTempDirectory("onnx-fuzz");
    Path file = folder.resolve("model.onnx");
    try {
      Files.write(file, bytes);
      saysSomething(TestBytes.refusal(file));
      saysSomething(TestBytes.rebuildRefusal(file));
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }

  private static void saysSomething(OnnxException refusal) {
    if (refusal != null && (refusal.getMessage().isEmpty() || refusal.code().isEmpty())) {
      throw new AssertionError("a refusal that says nothing", refusal);
    }
  }
}
