package dev.brigandine.cli;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.report.Limits;
import dev.brigandine.audit.report.LimitsVerdict;
import dev.brigandine.audit.report.ReportHtml;
import dev.brigandine.audit.report.ReportJson;
import dev.brigandine.audit.report.ReportText;
import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where {@code audit} puts what it found, and what it may find. */
final class AuditOutputs {
  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the report as one HTML file. It is there from the first attack on.")
  Path report;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON.")
  Path json;

  @Option(
      names = "--fail-above",
      paramLabel = "FILE",
      description = "Thresholds, as JSON; exit 30 if one is not met.")
  Path thresholds;

  private Limits limits;

  /** Before long work begins. */
  void check(List<AttackCard> attacks) throws IOException {
    for (Path file : new Path[] {report, json}) {
      if (file != null) {
        AtomicFile.check(file);
      }
    }
    if (report != null && report.equals(json)) {
      throw new BrigandineException(
          ErrorCode.USAGE, "--report and --json name the same file", "give each its own");
    }
    if (thresholds != null) {
      limits = Limits.read(thresholds);
      limits.check(attacks);
    }
  }

  /** The same before an application is scanned. */
  void checkApplication() {
    if (limits != null) {
      limits.checkApplication();
    }
  }

  /** Renews the files, whole each time. */
  void write(AuditReport found) throws IOException {
    Optional<LimitsVerdict> verdict = judge(found);
    renew(report, file -> ReportHtml.write(found, verdict, file));
    renew(json, file -> ReportJson.write(found, verdict, file));
  }

  /** Writes the files, prints the report, and refuses it if a threshold is not met. */
  void end(AuditReport found, PrintStream out) throws IOException {
    write(found);
    ReportText.print(found, judge(found), out);
    require(judge(found));
  }

  /** The same for an application. */
  void end(AppReport found, PrintStream out) throws IOException {
    Optional<LimitsVerdict> verdict = Optional.ofNullable(limits).map(set -> set.judge(found));
    renew(report, file -> ReportHtml.write(found, verdict, file));
    renew(json, file -> ReportJson.write(found, verdict, file));
    ReportText.print(found, verdict, out);
    require(verdict);
  }

  private Optional<LimitsVerdict> judge(AuditReport found) {
    return Optional.ofNullable(limits).map(set -> set.judge(found));
  }

  private void require(Optional<LimitsVerdict> verdict) {
    if (verdict.isPresent() && !verdict.get().met()) {
      throw new BrigandineException(
          ErrorCode.THRESHOLD,
          verdict.get().clause(),
          "the report tells which; raise the level of protection, or the threshold");
    }
  }

  private interface Writing {
    void to(Path file) throws IOException;
  }

  private static void renew(Path file, Writing writing) throws IOException {
    if (file == null) {
      return;
    }
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      writing.to(part);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
