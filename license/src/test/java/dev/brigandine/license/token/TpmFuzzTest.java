package dev.brigandine.license.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.HexFormat;

/** Whatever a TPM says, a count comes of it or a refusal. */
class TpmFuzzTest {
  @FuzzTest
  void answer(byte[] data) {
    byte[] described = HexFormat.of().parseHex(NvCounterTest.PUBLIC.replace(" ", ""));
    read(new ScriptedTpm(4096).then(data).then(data));
    read(new ScriptedTpm(3).then(described).then(data));
  }

  private static void read(ScriptedTpm tpm) {
    try {
      assertThat(new NvCounter(tpm, 0x0180_b216).read()).isNotNegative();
    } catch (BrigandineException e) {
      assertThat(e.code()).isIn(ErrorCode.TOKEN_UNAVAILABLE, ErrorCode.TAMPERED);
    }
  }
}
