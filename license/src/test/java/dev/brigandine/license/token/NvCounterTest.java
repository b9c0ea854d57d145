package dev.brigandine.license.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as a TPM gives them, and as something else might. */
class NvCounterTest {
  private static final int INDEX = 0x0180_b216;
  static final String PUBLIC =
      "8001 0000003e 00000000 000e 0180b216 000b 22040014 0000 0008 0022"
          + " 000b 0000000000000000000000000000000000000000000000000000000000000000";
  static final String VALUE = "8002 0000001d 00000000 0000000a 0008 000000000000002a 0000 01 0000";

  @Test
  void aCounterIsRead() {
    for (int chunk : new int[] {1, 7, 4096}) {
      assertThat(counter(chunk, PUBLIC, VALUE).read()).isEqualTo(42);
    }
  }

  @Test
  void noneIsZero() {
    assertThat(counter(9, "8001 0000000a 0000018b").read()).isZero();
    assertThat(counter(9, PUBLIC, "8001 0000000a 0000014a").read()).isZero();
  }

  @Test
  void aBusyTpmIsAskedAgain() {
    assertThat(counter(9, "8001 0000000a 00000922", PUBLIC, "8001 0000000a 00000922", VALUE).read())
        .isEqualTo(42);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "80",
        "8001 0000000a 0000",
        "8001 00000009 00000000",
        "8001 7fffffff 00000000",
        "8001 ffffffff 00000000",
        "8001 00001001 00000000",
        "8001 0000000a 00000000 00",
        "8001 0000000a 00000000",
        "8002 0000000a 00000000",
        "00c4 0000000a 00000000",
        "8001 00000012 00000000 000e 0180b217 000b"
      })
  void whatIsNoAnswerIsRefused(String answer) {
    assertThatThrownBy(() -> counter(4096, answer).read())
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKEN_UNAVAILABLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8001 0000001d 00000000 0000000a 0008 000000000000002a 0000 01 0000",
        "8002 0000000e 00000000 7fffffff",
        "8002 0000000e 00000000 ffffffff",
        "8002 0000001d 00000000 0000000a 0008 800000000000002a 0000 01 0000",
        "8002 0000001d 00000000 0000000a 0004 000000000000002a 0000 01 0000",
        "8002 0000001b 00000000 00000008 0008 00000000002a 0000 01 0000"
      })
  void whatIsNoCountIsRefused(String answer) {
    assertThatThrownBy(() -> counter(4096, PUBLIC, answer).read())
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TOKEN_UNAVAILABLE));
  }

  @ParameterizedTest
  @CsvSource({
    "00000100, it was not started",
    "0000014b, it has no room for another counter",
    "00000921, it is locked after wrong passwords",
    "000009a2, its owner's password is set",
    "00000101, response code 0x101"
  })
  void codesAreSentences(String code, String sentence) {
    assertThatThrownBy(
            () -> counter(4096, "8001 0000000a 0000018b", "8001 0000000a " + code).increment())
        .hasMessage("the TPM did not define a counter: " + sentence);
  }

  @Test
  void anIndexOutOfTheOwnersRangeIsRefused() {
    assertThatThrownBy(() -> new NvCounter(new ScriptedTpm(1), 0x01c0_0002))
        .isInstanceOf(BrigandineException.class);
    for (int i = 0; i < 100; i++) {
      new NvCounter(new ScriptedTpm(1), NvCounter.indexFor("device " + i));
    }
  }

  static NvCounter counter(int chunk, String... answers) {
    ScriptedTpm tpm = new ScriptedTpm(chunk);
    for (String answer : answers) {
      tpm.then(HexFormat.of().parseHex(answer.replace(" ", "")));
    }
    return new NvCounter(tpm, INDEX);
  }
}
