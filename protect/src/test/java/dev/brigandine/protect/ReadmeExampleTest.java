package dev.brigandine.protect;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.ProtectedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the README's first screen shows compiles, as it stands there. */
class ReadmeExampleTest {
  // The README's code, to the letter but for white space and comments.
  static float[][] example(Path bundle, Path licence, Path deviceKey, float[][] input)
      throws OrtException {
    // README {
    try (ProtectedModel model = Brigandine.open(bundle, licence, deviceKey);
        OnnxTensor x = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), input);
        ProtectedModel.Result result = model.run(Map.of("x", x))) {
      float[][] y = (float[][]) result.get(0).getValue();
      // README }
      return y;
    }
  }

  @Test
  void theReadmeShowsThisCode() throws IOException {
    Path root = Path.of("..");
    String readme = Files.readString(root.resolve("README.md"));
    int start = readme.indexOf("```java\n") + "```java\n".length();
    String shown = readme.substring(start, readme.indexOf("```", start));
    String here =
        Files.readString(
            root.resolve("protect/src/test/java/dev/brigandine/protect/ReadmeExampleTest.java"));
    String compiled = here.substring(here.indexOf("// README {") + 11, here.indexOf("// README }"));
    assertThat(plain(shown)).isEqualTo(plain(compiled) + "}");
  }

  private static String plain(String code) {
    return code.replaceAll("//.*", "").replaceAll("\\s+", "");
  }
}
