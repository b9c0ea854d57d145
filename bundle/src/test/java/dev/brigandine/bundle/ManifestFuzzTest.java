package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;

/** What is accepted is the canonical form, and nothing but our own exception is thrown. */
class ManifestFuzzTest {
  @FuzzTest
  void manifest(byte @NotNull [] json) {
    Manifest manifest;
    try {
      manifest = ManifestCodec.parse(json, 4096);
    } catch (BrigandineException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.TAMPERED);
      return;
    }
    assertThat(new String(ManifestCodec.write(manifest), StandardCharsets.UTF_8))
        .isEqualTo(new String(json, StandardCharsets.UTF_8));
  }
}
