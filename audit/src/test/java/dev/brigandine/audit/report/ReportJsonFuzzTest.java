package dev.brigandine.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.bundle.BrigandineException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is read can be shown and written, and nothing but our own exception is thrown. */
class ReportJsonFuzzTest {
  @FuzzTest
  void report(byte @NotNull [] json) {
    AuditReport report;
    try {
      report = ReportJson.parse(json);
    } catch (BrigandineException e) {
      assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(400);
      return;
    }
    String written = ReportJson.json(report, Optional.empty());
    assertThat(
            ReportJson.json(
                ReportJson.parse(written.getBytes(StandardCharsets.UTF_8)), Optional.empty()))
        .isEqualTo(written);
    assertThat(ReportHtml.html(report, Optional.empty())).contains("</html>");
  }
}
