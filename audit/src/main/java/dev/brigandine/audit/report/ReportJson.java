package dev.brigandine.audit.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reports as JSON, for programs. The schema is the resource {@value #SCHEMA} of this package, JSON
 * Schema 2020-12. Ids of attacks, forms, verdicts and figures stay what they are from version to
 * version; {@code format} changes if a program that reads the old one would be misled.
 */
public final class ReportJson {
  /** The resource that holds the schema. */
  public static final String SCHEMA = "audit-report.schema.json";

  static final int FORMAT = 1;
  private static final int MOST_BYTES = 64 << 20;
  private static final int MOST_ELEMENTS = 100_000;
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private ReportJson() {}

  /**
   * Writes what an audit found.
   *
   * @param limits what came of the limits, if there were any
   * @param file made or replaced
   * @throws IOException if it can't be written
   */
  public static void write(AuditReport report, Optional<LimitsVerdict> limits, Path file)
      throws IOException {
    Files.writeString(file, json(report, limits), StandardCharsets.UTF_8);
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
    Files.writeString(file, json(report, limits), StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #write(AuditReport, Optional, Path)} wrote, but for what came of limits.
   *
   * @throws BrigandineException with {@link ErrorCode#USAGE} if it is no such report, {@link
   *     ErrorCode#FILE_UNREADABLE} if the file can't be read
   */
  public static AuditReport read(Path file) {
    return parse(StrictJson.bytes(file, MOST_BYTES, "the report's contents"));
  }

  static AuditReport parse(byte[] utf8) {
    Members members =
        new Members(StrictJson.parse(utf8, MOST_ELEMENTS, "the report's contents"), "the report");
    try {
      return ReportReader.audit(members);
    } catch (IllegalArgumentException e) {
      // An id or a number that the records refuse; their sentence names it.
      throw new BrigandineException(
          ErrorCode.USAGE, Words.brief("the report: " + e.getMessage(), 200));
    }
  }

  static String json(AuditReport report, Optional<LimitsVerdict> limits) {
    JsonObject object = ReportWriter.audit(report);
    limits.ifPresent(verdict -> object.add("limits", ReportWriter.limits(verdict)));
    return GSON.toJson(object) + "\n";
  }

  static String json(AppReport report, Optional<LimitsVerdict> limits) {
    JsonObject object = ReportWriter.app(report);
    limits.ifPresent(verdict -> object.add("limits", ReportWriter.limits(verdict)));
    return GSON.toJson(object) + "\n";
  }
}
