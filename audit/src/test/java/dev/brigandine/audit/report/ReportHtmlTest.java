package dev.brigandine.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import dev.brigandine.audit.result.Untried;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page's structure: what it holds, and what must not be in it. */
class ReportHtmlTest {
  private static final LimitsVerdict BROKEN =
      new LimitsVerdict(
          List.of(
              new LimitsVerdict.Line("file-scan, plain: at worst nothing", false, "full theft")));

  static Stream<Map.Entry<String, String>> pages() {
    return Map.of(
        "usual", ReportHtml.html(SampleReports.usual(), Optional.of(BROKEN)),
        "many", ReportHtml.html(SampleReports.many(), Optional.empty()),
        "hostile", ReportHtml.html(SampleReports.hostile(), Optional.of(hostileLimits())),
        "nothing tried", ReportHtml.html(SampleReports.nothingTried(), Optional.empty()),
        "application", ReportHtml.html(SampleReports.app(), Optional.of(BROKEN)),
        "hostile application",
            ReportHtml.html(SampleReports.hostileApp(), Optional.of(hostileLimits())))
        .entrySet()
        .stream();
  }

  private static LimitsVerdict hostileLimits() {
    String text = SampleReports.HOSTILE;
    return new LimitsVerdict(List.of(new LimitsVerdict.Line(text, false, text)));
  }

  private static Document usual() {
    return Jsoup.parse(ReportHtml.html(SampleReports.usual(), Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void nothingIsLoadedAndNothingRuns(Map.Entry<String, String> page) throws Exception {
    Document document = Jsoup.parse(page.getValue());
    assertThat(
            document.select("script, link, img, iframe, object, embed, form, base, video, audio"))
        .isEmpty();
    for (Element element : document.getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        assertThat(attribute.getKey()).doesNotStartWith("on").isNotEqualTo("style");
        if (List.of("src", "href", "xlink:href", "srcset", "action").contains(attribute.getKey())) {
          assertThat(attribute.getValue()).startsWith("#");
        }
      }
    }
    String css = document.selectFirst("style").data();
    assertThat(css).doesNotContain("url(").doesNotContain("@import");
    String digest =
        Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.selectFirst("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .isEqualTo(
            "default-src 'none'; style-src 'sha256-"
                + digest
                + "'; base-uri 'none'; form-action 'none'");
    assertThat(document.select("style")).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aScreenReaderFindsItsWay(Map.Entry<String, String> page) {
    Document document = Jsoup.parse(page.getValue());
    assertThat(document.selectFirst("html").attr("lang")).isEqualTo("en");
    assertThat(document.select("main, h1")).hasSize(2);
    assertThat(document.title()).isNotBlank();
    for (Element table : document.select("table")) {
      assertThat(table.select("> caption").text()).isNotBlank();
      assertThat(table.select("th:not([scope])")).isEmpty();
      int columns = table.select("> thead th").size();
      for (Element row : table.select("> tbody > tr")) {
        int spanned =
            row.children().stream()
                .mapToInt(c -> c.hasAttr("colspan") ? Integer.parseInt(c.attr("colspan")) : 1)
                .sum();
        assertThat(spanned).as(row.text()).isEqualTo(columns);
      }
    }
    assertThat(document.select(".scroll:not([tabindex=0][role=region][aria-label])")).isEmpty();
    assertThat(document.select("svg:not([aria-hidden=true]):not([role=img][aria-labelledby])"))
        .isEmpty();
    for (Element named : document.select("[aria-labelledby]")) {
      for (String id : named.attr("aria-labelledby").split(" ")) {
        assertThat(document.getElementById(id).text()).as(id).isNotBlank();
      }
    }
    for (Element link : document.select("a[href], use[href]")) {
      assertThat(document.getElementById(link.attr("href").substring(1)))
          .as(link.attr("href"))
          .isNotNull();
    }
    List<String> ids = document.select("[id]").eachAttr("id");
    assertThat(ids).doesNotHaveDuplicates();
    int level = 0;
    for (Element heading : document.select("h1, h2, h3, h4")) {
      int next = heading.tagName().charAt(1) - '0';
      assertThat(next).as(heading.text()).isLessThanOrEqualTo(level + 1);
      level = next;
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void noCharacterThatMayNotStandInAPage(Map.Entry<String, String> page) {
    assertThat(page.getValue().codePoints())
        .noneMatch(
            c ->
                Character.isISOControl(c) && c != '\n'
                    || Character.getType(c) == Character.SURROGATE);
  }

  @Test
  void theMatrixTellsEachVerdictInWordsWhereItBelongs() {
    AuditReport report = SampleReports.usual();
    Document page = usual();
    for (Cell cell : report.cells()) {
      Element row = page.selectFirst("#matrix tr:has(a[href=#a-" + cell.attack() + "])");
      int column = cell.form().isEmpty() ? 0 : report.forms().indexOf(cell.form().get());
      Element field = row.select("td").get(column);
      assertThat(field.selectFirst(".at").text())
          .isEqualTo(cell.form().map(Words::form).orElse("All forms"));
      assertThat(field.selectFirst(".pill").text())
          .isEqualTo(Words.capital(cell.outcome().verdict().words()));
      assertThat(field.text()).containsIgnoringCase(cell.outcome().summary());
    }
    assertThat(page.select("#matrix .pill:not(:has(svg use))")).isEmpty();
  }

  @Test
  void whatWasNotTriedIsListedAndWhatBrokeOffToldApart() {
    Document page = usual();
    for (Untried untried : SampleReports.usual().untried()) {
      Element row =
          page.select("#untried tr").stream()
              .filter(tr -> tr.select("code").text().equals(untried.attack()))
              .filter(tr -> tr.text().contains(untried.why()))
              .findFirst()
              .orElseThrow();
      assertThat(row.selectFirst(".pill").text())
          .isEqualTo(untried.failed() ? "Broke off" : "Not tried");
    }
    // Known, and neither a result nor a reason: said, too.
    assertThat(page.select("#untried tr:has(code:containsOwn(tampering))").text())
        .contains("the audit did not come to it");
    assertThat(page.select("#untried tr:has(code:containsOwn(base-recovery))").text())
        .contains("Plain, sealed and in the vault");
  }

  @Test
  void allThatWasMeasuredIsThere() {
    AuditReport report = SampleReports.usual();
    Document page = usual();
    for (Cell cell : report.cells()) {
      Element attack = page.getElementById("a-" + cell.attack());
      assertThat(attack.text())
          .contains(Long.toString(cell.seed()))
          .containsIgnoringCase(cell.outcome().summary());
      cell.outcome()
          .figures()
          .forEach(figure -> assertThat(attack.text()).contains(figure.id(), Words.figure(figure)));
      cell.outcome().notes().forEach(note -> assertThat(attack.text()).contains(note));
      cell.outcome()
          .details()
          .forEach(detail -> assertThat(attack.text()).contains(detail.what(), detail.result()));
    }
    report
        .attacks()
        .forEach(
            card -> {
              if (page.getElementById("a-" + card.id()) != null) {
                assertThat(page.getElementById("a-" + card.id()).text())
                    .containsIgnoringCase(card.needs())
                    .containsIgnoringCase(card.method())
                    .contains(card.atlas());
              }
            });
    assertThat(page.selectFirst("#how").text())
        .contains(report.machine(), report.version(), report.command(), report.subject().data());
    assertThat(page.selectFirst(".facts").text()).contains("Surrogate ÷ black box, armored 1.00");
  }

  @Test
  void whatCameOutAlikeInSeveralFormsIsListedOnce() {
    Document page = usual();
    assertThat(page.select("#a-license-bypass summary").eachText())
        .containsExactly(
            "Sealed, rewritten, armored and in the vault: each of 3 things tried, all as documented");
    Document hostile = Jsoup.parse(ReportHtml.html(SampleReports.hostile(), Optional.empty()));
    assertThat(hostile.select("#a-bad summary strong").text()).isEqualTo("1 not as documented");
  }

  @Test
  void chartsHaveATableAndABlackBoxLine() {
    Document page = usual();
    Element chart = page.selectFirst("figure.plot");
    assertThat(chart.selectFirst("figcaption").text()).isEqualTo("Surrogate accuracy by queries");
    assertThat(chart.select("tbody th").eachText())
        .containsExactly(
            "Knockoff", "Copycat", "k-centres", "data-free", "black box: 60 labels, no queries");
    assertThat(chart.select("svg.wide path.line.base")).hasSize(1);
    assertThat(chart.select("svg.wide path.line")).hasSize(5);
    assertThat(chart.select("svg.wide desc").text()).contains("Knockoff ends at 0.885");
    assertThat(chart.select("tbody tr").first().text()).contains("0.885 (0.873–0.900)");
  }

  @Test
  void hostileTextIsShownAsText() {
    Document page = Jsoup.parse(ReportHtml.html(SampleReports.hostile(), Optional.empty()));
    assertThat(page.selectFirst("h1").text()).contains("<script>document.title='x'</script>\"'&");
    assertThat(page.select("main b, main code, main details").text()).doesNotContain("\u0000");
    assertThat(page.select("#a-bad")).hasSize(1);
    // Directions that are not closed end with the element they stand in; a title has none.
    assertThat(page.title()).doesNotContain("\u202E");
    assertThat(page.select("svg text, svg title, svg desc").text()).doesNotContain("\u202E");
  }

  @Test
  void aPartialReportSaysSo() {
    assertThat(usual().select(".banner")).isEmpty();
    AuditReport none = SampleReports.nothingTried();
    Document page = Jsoup.parse(ReportHtml.html(none, Optional.empty()));
    assertThat(page.select(".banner").text()).contains("This report is partial");
    assertThat(page.selectFirst(".lead").text()).contains("Nothing was tried");
    assertThat(page.selectFirst("#untried").text()).contains("file-scan");
    // What was not tried must not look as if it had failed.
    assertThat(page.select("main .pill.v-nothing:not(.verdicts *)")).isEmpty();
  }

  @Test
  void limitsThatWereBrokenAreOnTheFirstScreenAndListed() {
    Document page = Jsoup.parse(ReportHtml.html(SampleReports.usual(), Optional.of(BROKEN)));
    assertThat(page.select(".banner").text()).contains("The limit was not kept");
    assertThat(page.select("#limits tbody tr").text())
        .contains("file-scan, plain: at worst nothing", "Not kept", "full theft");
  }

  @Test
  void applicationsListTheMostExposedFirst() {
    Document page = Jsoup.parse(ReportHtml.html(SampleReports.app(), Optional.empty()));
    assertThat(page.select("#models tbody .pill").eachText())
        .containsExactly("Open", "Veiled", "Unknown", "Protected");
    assertThat(page.select("#unread li").text()).contains("assets/old.zip");
  }

  @Test
  void theFileIsUtf8AndReplacesAnother(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "old");
    ReportHtml.write(SampleReports.usual(), Optional.empty(), file);
    String html = Files.readString(file);
    assertThat(html).startsWith("<!DOCTYPE html>").contains("÷", "</html>");
    assertThat(html.length()).isLessThan(400_000);
  }
}
