package dev.brigandine.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.brigandine.bundle.BrigandineException;

/** What is read judges any report, and nothing but our own exception is thrown. */
class LimitsFuzzTest {
  @FuzzTest
  void limits(byte @NotNull [] json) {
    try {
      Limits limits = Limits.parse(json);
      try {
        assertThat(limits.judge(SampleReports.usual()).lines()).isNotEmpty();
      } catch (BrigandineException e) {
        assertThat(e.code().id()).isEqualTo("usage");
      }
      assertThat(limits.judge(SampleReports.app()).lines()).isNotEmpty();
    } catch (BrigandineException e) {
      assertThat(e.code().id()).isEqualTo("usage");
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(400);
    }
  }
}
