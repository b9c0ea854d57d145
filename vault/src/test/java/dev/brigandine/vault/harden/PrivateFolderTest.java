package dev.brigandine.vault.harden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
  @TempDir Path folder;

  @Test
  void theInnermostMountCounts() {
    List<String> mounts =
        List.of(
            "/dev/vda / ext4 rw,relatime 0 0",
            "tmpfs /run tmpfs rw,nosuid,nodev,noexec 0 0",
            "tmpfs /run/vault tmpfs rw,nosuid 0 0");
    assertThat(PrivateFolder.options(Path.of("/runner"), mounts)).doesNotContain("noexec");
    assertThat(PrivateFolder.options(Path.of("/run/x"), mounts)).contains("noexec");
    assertThat(PrivateFolder.options(Path.of("/run/vault/x"), mounts)).doesNotContain("noexec");
  }

  /** What cannot be loaded from there is told before ONNX Runtime fails at it. */
  @Test
  void nothingIsLoadedFromWhereNothingRuns() throws Exception {
    assertThat(PrivateFolder.unfit(folder, List.of("d " + folder.toRealPath() + " t noexec")))
        .hasValueSatisfying(why -> assertThat(why).contains("noexec"));
  }

  /** There, others could put a folder of their own in its place. */
  @Test
  void aPlaceThatOthersMayWriteIsUnfitUnlessNamesAreHeld() throws Exception {
    Path place = Files.createDirectory(folder.resolve("place"));
    Files.setAttribute(place, "unix:mode", 0777);
    assertThat(PrivateFolder.unfit(place, List.of()))
        .hasValueSatisfying(why -> assertThat(why).contains("others may write"));
    Files.setAttribute(place, "unix:mode", 01777);
    assertThat(PrivateFolder.unfit(place, List.of())).isEmpty();
    Path inner = Files.createDirectory(place.resolve("inner"));
    Files.setAttribute(place, "unix:mode", 0777);
    assertThat(PrivateFolder.unfit(inner, List.of())).isPresent();
  }

  @Test
  void aPlaceThatIsNotThereIsUnfit() {
    assertThat(PrivateFolder.unfit(folder.resolve("nowhere"), List.of())).isPresent();
  }
}
