package dev.brigandine.audit.report;

import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.AuditReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reports as one HTML file each: no script, nothing loaded from elsewhere, and a policy that
 * forbids both. For screens of all widths, light and dark, for paper, and for screen readers. All
 * text of the report is escaped: it may come from models and attacks of strangers.
 */
public final class ReportHtml {
  private ReportHtml() {}

  /**
   * Writes what an audit found.
   *
   * @param limits what came of the limits, if there were any
   * @param file made or replaced
   * @throws IOException if it can't be written
   */
  public static void write(AuditReport report, Optional<LimitsVerdict> limits, Path file)
      throws IOException {
    Files.writeString(file, html(report, limits), StandardCharsets.UTF_8);
  }

  /**
   * Writes what a scan of an application found.
   *
   * @param limits what came of the limits, if there were any
   * @param file made or replaced
   * @throws IOException if it can't be written
   */
  public static void write(AppReport report, Optional<LimitsVerdict> limits, Path file)
      throws IOException {
    Files.writeString(file, html(report, limits), StandardCharsets.UTF_8);
  }

  static String html(AuditReport report, Optional<LimitsVerdict> limits) {
    return Templates.render("audit", new AuditPage(report, limits));
  }

  static String html(AppReport report, Optional<LimitsVerdict> limits) {
    return Templates.render("app", new AppPage(report, limits));
  }
}
