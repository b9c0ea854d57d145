package dev.brigandine.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.AuditReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTextTest {
  private static final Optional<LimitsVerdict> LIMITS =
      Optional.of(
          new LimitsVerdict(
              List.of(
                  new LimitsVerdict.Line(
                      "file-scan, every protected form: at worst nothing",
                      false,
                      "sealed: nothing; rewritten: nothing; armored: full theft; in the vault:"
                          + " nothing "
                          + SampleReports.HOSTILE))));

  private static String text(AuditReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ReportText.print(report, LIMITS, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String text(AppReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ReportText.print(report, LIMITS, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void noLineIsWideAndNoneSteersATerminal() {
    List<String> texts =
        List.of(
            text(SampleReports.usual()),
            text(SampleReports.many()),
            text(SampleReports.hostile()),
            text(SampleReports.nothingTried()),
            text(SampleReports.app()),
            text(SampleReports.hostileApp()));
    for (String text : texts) {
      assertThat(text.lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
      assertThat(text.codePoints())
          .noneMatch(
              c ->
                  c != '\n' && Character.isISOControl(c)
                      || Character.getType(c) == Character.FORMAT);
    }
  }

  @Test
  void theWorstOfTheStrongestFormComesFirst() {
    List<String> lines = text(SampleReports.usual()).lines().toList();
    int head = lines.indexOf(lines.stream().filter(l -> l.startsWith("attack ")).findFirst().get());
    assertThat(lines.get(head)).endsWith("armored       in the vault");
    assertThat(lines.get(head + 1)).startsWith("query-").contains("in part");
    assertThat(lines.subList(head + 1, lines.size()).stream().map(l -> l.split(" ")[0]).toList())
        .containsSubsequence("query-dfme", "hooked-session", "file-scan", "base-recovery");
  }

  @Test
  void whatBrokeOffWasNotTriedOrWasBeyondItsLimitIsSaid() {
    String text = text(SampleReports.usual());
    assertThat(text)
        .contains("broke off  memory-scan (in the vault): gdb ended with status 1")
        .contains("not tried  core-file: gdb is not installed")
        .contains("The limit was not kept.")
        .contains("not kept  file-scan, every protected form");
    assertThat(text(SampleReports.nothingTried())).contains("stopped before its end");
  }

  @Test
  void applications() {
    assertThat(text(SampleReports.app()))
        .contains("1 open, 1 veiled, 1 unknown and 1 protected")
        .contains("unread     assets/old.zip")
        .containsSubsequence("sentiment.onnx", "libdetector.so", "blob.dat", "ocr.brig");
  }
}
