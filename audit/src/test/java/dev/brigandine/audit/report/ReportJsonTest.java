package dev.brigandine.audit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Series;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.bundle.BrigandineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written keeps the schema and is read back as it was. */
class ReportJsonTest {
  private static final Optional<LimitsVerdict> LIMITS =
      Optional.of(
          new LimitsVerdict(List.of(new LimitsVerdict.Line("file-scan: none", false, "full"))));
  private static final Schema SCHEMA = schema();

  private static String schemaText() {
    try (InputStream in = ReportJson.class.getResourceAsStream(ReportJson.SCHEMA)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Schema schema() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schemaText(), InputFormat.JSON);
  }

  private static List<Error> errors(String json) {
    return SCHEMA.validate(
        json,
        InputFormat.JSON,
        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }

  static Stream<AuditReport> reports() {
    Outcome odd =
        Outcome.of(Verdict.PARTIAL, "")
            .chart(
                new Series(
                    "c",
                    "l",
                    "x",
                    "y",
                    List.of(
                        new Series.Point(1, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY))));
    return Stream.of(
        SampleReports.usual(),
        SampleReports.many(),
        SampleReports.hostile(),
        SampleReports.nothingTried(),
        SampleReports.report(
            SampleReports.subject(""),
            List.of(),
            List.of(SampleReports.card("a", "", Family.COPY, true)),
            List.of(
                new dev.brigandine.audit.result.Cell(
                    "a", Optional.empty(), odd, java.time.Duration.ofNanos(1), Long.MIN_VALUE)),
            List.of(),
            false));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void audits(AuditReport report) throws Exception {
    for (Optional<LimitsVerdict> limits : List.of(Optional.<LimitsVerdict>empty(), LIMITS)) {
      String json = ReportJson.json(report, limits);
      assertThat(errors(json)).isEmpty();
      assertThat(json).doesNotContain("NaN").doesNotContain("Infinity");
      AuditReport back = ReportJson.parse(json.getBytes(StandardCharsets.UTF_8));
      // By their JSON: what is no number equals nothing, and half characters can't be written.
      assertThat(ReportJson.json(back, limits)).isEqualTo(json.replace('\uD800', '?'));
    }
  }

  @Test
  void whatWasWrittenIsReadBackAsItWas(@TempDir Path folder) throws Exception {
    for (AuditReport report : List.of(SampleReports.usual(), SampleReports.many())) {
      Path file = folder.resolve("report.json");
      ReportJson.write(report, LIMITS, file);
      assertThat(ReportJson.read(file)).isEqualTo(report);
    }
  }

  @Test
  void applications() {
    assertThat(errors(ReportJson.json(SampleReports.app(), Optional.empty()))).isEmpty();
    assertThat(errors(ReportJson.json(SampleReports.hostileApp(), LIMITS))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"format\": 1|\"format\": 2",
        "\"kind\": \"model\"|\"kind\": \"application\"",
        "\"partial\": false|\"partial\": \"no\"",
        "\"verdict\": \"full\"|\"verdict\": \"total\"",
        "\"form\": \"armored\"|\"form\": \"armoured\"",
        "\"attack\": \"file-scan\"|\"attack\": \"File Scan\"",
        "\"unit\": \"share\"|\"unit\": \"percent\"",
        "\"samples\": 1000|\"samples\": 1000.5",
        "\"samples\": 1000|\"samples\": \"1000\"",
        "\"begun\": \"2026-11-26T10:50:51.250Z\"|\"begun\": \"yesterday\"",
        "\"labelled\": true|\"labelled\": true, \"weight\": 1",
        "\"machine\"|\"engine\"",
        "\"seed\"|\"seeds\"",
        "\"atlas\": [|\"atlas\": [1,",
        "\"tookSeconds\": 1.83|\"tookSeconds\": -1.83"
      })
  void whatDoesNotKeepTheSchemaIsFoundByItAndRefused(String written, String instead) {
    String json = ReportJson.json(SampleReports.usual(), LIMITS);
    assertThat(json).contains(written);
    String other = json.replace(written, instead);
    assertThat(errors(other)).isNotEmpty();
    assertThatThrownBy(() -> ReportJson.parse(other.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(BrigandineException.class);
  }

  @Test
  void theDocumentedSchemaIsTheOneInTheJar() throws Exception {
    assertThat(Files.readString(Path.of("../docs", ReportJson.SCHEMA))).isEqualTo(schemaText());
  }
}
