package dev.brigandine.protect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.onnx.testing.BigModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model over 2 GB, from end to end. Needs 5 GB of disk in the temp folder and 4 GB of memory:
 * {@code mvn verify -Plarge}.
 */
@Tag("large")
class LargeModelTest {
  @TempDir Path folder;

  @Test
  void sealsOpensAndAnswersTheSame() throws Exception {
    BigModel model = new BigModel(34, 4096, 7);
    model.writeExternal(folder);
    assertThat(model.weightBytes()).isGreaterThan(1L << 31);
    String sealed =
        ChildJvm.run(
            List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m"),
            LargeProcess.class,
            "protect",
            folder);
    assertThat(sealed).startsWith(model.weightBytes() + " ");
    assertThat(Integer.parseInt(sealed.split(" ")[1])).as("parts").isGreaterThan(3);
    // Four parts' worth of decrypted memory is all that opening may take beside the engine.
    List<String> modest = List.of("-Xmx64m", "-XX:MaxDirectMemorySize=640m");
    assertThat(ChildJvm.run(modest, LargeProcess.class, "sealed", folder))
        .matches("[0-9a-f]{64}")
        .isEqualTo(ChildJvm.run(modest, LargeProcess.class, "plain", folder));
  }
}
