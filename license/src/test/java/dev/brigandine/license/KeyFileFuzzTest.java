package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Set;

/** Whatever the bytes, each of the four sorts of key file is read in full or refused. */
class KeyFileFuzzTest {
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.TAMPERED, ErrorCode.USAGE, ErrorCode.NO_KEY_FITS);

  @FuzzTest
  void keyFile(byte[] data) {
    for (KeyKind kind : KeyKind.values()) {
      try {
        JwkSet keys = KeyFile.parse(data, "fuzz", kind, null);
        assertThat(keys.kind()).isEqualTo(kind);
        // What was read is written in one spelling, and that is read the same.
        JwkSet again = JwkSet.parse(keys.toJson(), "fuzz");
        assertThat(again.toJson()).isEqualTo(keys.toJson());
      } catch (BrigandineException e) {
        assertThat(e.code()).isIn(REFUSALS);
      }
    }
  }
}
