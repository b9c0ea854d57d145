package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/** What is accepted is the canonical form, and nothing but our own exception is thrown. */
class TensorIndexFuzzTest {
  @FuzzTest
  void tensors(byte @NotNull [] json) {
    TensorIndex index;
    try {
      index = TensorIndex.parse(json);
    } catch (BrigandineException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.TAMPERED);
      return;
    }
    assertThat(index.toJson()).isEqualTo(json);
  }
}
