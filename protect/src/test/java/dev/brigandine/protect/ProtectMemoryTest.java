package dev.brigandine.protect;

import static dev.brigandine.protect.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.testing.BigModel;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protecting is streaming: memory does not grow with the model. */
class ProtectMemoryTest {
  @TempDir Path folder;

  @Test
  void sixHundredMegabytesInSixtyFour() throws Exception {
    BigModel model = new BigModel(36, 2048, 3);
    model.writeSparse(folder);
    String said =
        ChildJvm.run(
            List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m"),
            LargeProcess.class,
            "protect",
            folder);
    assertThat(said).matches(model.weightBytes() + " [2-9]");
    assertThat(Files.size(folder.resolve("model.brig")))
        .isBetween(model.weightBytes(), model.weightBytes() * 1005 / 1000);
  }

  @Test
  void dataThatIsCutWhileItIsReadIsTheModelsFaultAndLeavesNothing() throws Exception {
    Path model = new BigModel(6, 1024, 3).writeExternal(folder);
    Path target = folder.resolve("model.brig");
    ProtectOptions options = ProtectOptions.of("acme/big", 1).withArmor(ProtectOptions.Armor.NONE);
    refused(
        ErrorCode.MODEL_UNREADABLE,
        () ->
            Protector.protect(
                model, target, VendorKey.generate(), options, done -> cut(folder), World.NEVER));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("model.onnx", BigModel.DATA);
  }

  private static void cut(Path folder) {
    try (RandomAccessFile data =
        new RandomAccessFile(folder.resolve(BigModel.DATA).toFile(), "rw")) {
      data.setLength(5);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
