package dev.brigandine.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.result.AuditReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.print.PageSize;
import org.openqa.selenium.print.PrintOptions;

/** The page in a real browser without a network: screens wide and narrow, dark, paper, keyboard. */
@Tag("browser")
class ReportChromiumTest {
  /** A script that runs in the page from outside, and returns what can't be read well. */
  private static final String LOW_CONTRAST =
      """
      const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
      const light = c => { const [r, g, b] = c.map(v => { v /= 255;
        return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
        return .2126 * r + .7152 * g + .0722 * b; };
      const behind = e => { for (; e; e = e.parentElement) {
        const c = parse(getComputedStyle(e).backgroundColor);
        if (c.length == 3 || c[3] == 1) return c; }
        return [255, 255, 255]; };
      const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
        return (x + .05) / (y + .05); };
      const low = [];
      for (const e of document.querySelectorAll('body *')) {
        const s = getComputedStyle(e);
        if (!e.getClientRects().length || s.visibility == 'hidden') continue;
        const shape = e.matches('path.line, path.point, use');
        const text = [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim());
        if (!shape && !text || e.matches('title, desc')) continue;
        const colour = parse(e instanceof SVGTextElement ? s.fill : s.color);
        const big = parseFloat(s.fontSize) >= 24
          || parseFloat(s.fontSize) >= 18.66 && s.fontWeight >= 700;
        const needed = shape || big ? 3 : 4.5;
        const found = ratio(colour, behind(e));
        if (found < needed) low.push(e.tagName + '.' + (e.className.baseVal ?? e.className)
          + ' ' + e.textContent.trim().slice(0, 20) + ' ' + found.toFixed(2));
      }
      return [...new Set(low)].join('; ');
      """;

  private static final String STICKS_OUT =
      """
      const e = document.documentElement;
      if (e.scrollWidth <= e.clientWidth) return '';
      return 'wide: ' + [...document.querySelectorAll('body *')].filter(x =>
        x.getBoundingClientRect().right > e.clientWidth && !x.parentElement.closest('.scroll, svg'))
        .map(x => x.tagName + '.' + x.className + ' ' + x.textContent.trim().slice(0, 20))
        .join('; ');
      """;

  @TempDir Path folder;
  private final Map<String, Path> pages = new LinkedHashMap<>();

  @BeforeEach
  void write() throws Exception {
    Optional<LimitsVerdict> limits =
        Optional.of(
            new LimitsVerdict(
                List.of(
                    new LimitsVerdict.Line("file-scan, sealed: at worst nothing", true, "nothing"),
                    new LimitsVerdict.Line(
                        "hooked-session, sealed: at worst nothing", false, "full theft"))));
    write("usual", ReportHtml.html(SampleReports.usual(), limits));
    write("many", ReportHtml.html(SampleReports.many(), Optional.empty()));
    write("hostile", ReportHtml.html(SampleReports.hostile(), limits));
    write("nothing", ReportHtml.html(SampleReports.nothingTried(), Optional.empty()));
    write("app", ReportHtml.html(SampleReports.app(), limits));
    write("hostile-app", ReportHtml.html(SampleReports.hostileApp(), Optional.empty()));
    write("sample", ReportHtml.html(sample(), Optional.empty()));
  }

  private void write(String name, String html) throws Exception {
    Path file = folder.resolve(name + ".html");
    Files.writeString(file, html);
    pages.put(name, file);
  }

  private static AuditReport sample() throws Exception {
    try (var in = ReportChromiumTest.class.getResourceAsStream("sample-report.json")) {
      return ReportJson.parse(in.readAllBytes());
    }
  }

  @Test
  void itIsReadWithoutScriptsAndWithoutANetwork() {
    try (Chromium chromium = new Chromium(folder.resolve("profile"), false)) {
      chromium.driver.get("data:text/html,<title>a</title><script>document.title='b'</script>");
      assertThat(chromium.driver.getTitle()).as("scripts are off").isEqualTo("a");
      chromium.open(pages.get("usual"));
      assertThat(chromium.driver.findElement(By.tagName("main")).getText())
          .contains("Who gets what", "Full theft", "Knockoff", "What was not tried");
    }
  }

  @Test
  void nothingIsAskedForAndThePolicyLetsTheStyleSheetIn() {
    try (Chromium chromium = new Chromium(folder.resolve("profile"), true)) {
      for (Map.Entry<String, Path> page : pages.entrySet()) {
        chromium.open(page.getValue());
        assertThat(chromium.complaints()).as(page.getKey()).isEmpty();
        assertThat(
                chromium.driver.executeScript(
                    "return performance.getEntriesByType('resource').length"))
            .as(page.getKey())
            .isEqualTo(0L);
        assertThat(chromium.driver.executeScript("return getComputedStyle(document.body).margin"))
            .as("the style sheet holds")
            .isEqualTo("0px");
      }
      // The check above can fail: this is what a page without our policy's hash looks like.
      Path bare = folder.resolve("bare.html");
      try {
        Files.writeString(
            bare,
            Files.readString(pages.get("app"))
                .replace("margin: 0; background", "margin: 1px; background"));
      } catch (java.io.IOException e) {
        throw new AssertionError(e);
      }
      chromium.open(bare);
      assertThat(chromium.complaints()).isNotEmpty();
      assertThat(chromium.driver.executeScript("return getComputedStyle(document.body).margin"))
          .isEqualTo("8px");
    }
  }

  @Test
  void nothingSticksOutAndAllCanBeReadInLightAndDark() throws Exception {
    try (Chromium chromium = new Chromium(folder.resolve("profile"), true)) {
      for (int width : new int[] {1280, 768, 360}) {
        for (String scheme : new String[] {"light", "dark"}) {
          chromium.media(scheme, "screen");
          for (Map.Entry<String, Path> page : pages.entrySet()) {
            String as = page.getKey() + " at " + width + " in " + scheme;
            chromium.size(width, 900);
            chromium.open(page.getValue());
            assertThat(chromium.driver.executeScript(STICKS_OUT)).as(as).isEqualTo("");
            assertThat(chromium.driver.executeScript(LOW_CONTRAST)).as(as).isEqualTo("");
            assertThat(
                    chromium.driver.executeScript(
                        "return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(scheme.equals("dark") ? "rgb(18, 21, 29)" : "rgb(255, 255, 255)");
            chromium.picture(
                width,
                8000,
                Path.of(
                    "target", "screenshots", page.getKey() + "-" + width + "-" + scheme + ".png"));
          }
        }
      }
    }
  }

  @Test
  void theMeasureOfContrastSeesWhatCannotBeRead() throws Exception {
    write(
        "faint",
        Files.readString(pages.get("app"))
            .replaceFirst("<meta http-equiv=[^>]*>", "")
            .replace("--dim: #525b6e", "--dim: #a0a6b2"));
    try (Chromium chromium = new Chromium(folder.resolve("profile"), true)) {
      chromium.media("light", "screen");
      chromium.open(pages.get("faint"));
      assertThat((String) chromium.driver.executeScript(LOW_CONTRAST)).contains("P.eyebrow");
    }
  }

  @Test
  void theKeyboardReachesAllThatScrollsOrOpens() {
    try (Chromium chromium = new Chromium(folder.resolve("profile"), true)) {
      chromium.open(pages.get("usual"));
      new Actions(chromium.driver).sendKeys(Keys.TAB).perform();
      assertThat(chromium.driver.switchTo().activeElement().getText())
          .isEqualTo("Skip to the content");
      new Actions(chromium.driver).sendKeys(Keys.ENTER).perform();
      assertThat(chromium.driver.switchTo().activeElement().getDomAttribute("id"))
          .isEqualTo("main");
      int reachable =
          chromium
              .driver
              .findElements(
                  By.cssSelector("main a, main [tabindex='0']:not(details *), main summary"))
              .size();
      int unseen = 0;
      for (int i = 0; i < reachable; i++) {
        new Actions(chromium.driver).sendKeys(Keys.TAB).perform();
        WebElement focus = chromium.driver.switchTo().activeElement();
        assertThat(focus.getTagName()).as("stop " + i + " of " + reachable).isNotEqualTo("body");
        unseen += focus.getCssValue("outline-style").equals("solid") ? 0 : 1;
      }
      assertThat(unseen).isZero();
      new Actions(chromium.driver).sendKeys(Keys.TAB).perform();
      assertThat(chromium.driver.switchTo().activeElement().getTagName()).isEqualTo("body");
    }
  }

  @Test
  void paperIsWhiteInADarkRoomAndUnfolded() throws Exception {
    try (Chromium chromium = new Chromium(folder.resolve("profile"), true)) {
      chromium.media("dark", "print");
      // A4 at 96 pixels an inch, within its margins.
      chromium.size(688, 1000);
      for (String name : List.of("usual", "many", "hostile", "app", "sample")) {
        chromium.open(pages.get(name));
        assertThat(
                chromium.driver.executeScript(
                    "return getComputedStyle(document.body).backgroundColor"))
            .isEqualTo("rgb(255, 255, 255)");
        assertThat(chromium.driver.executeScript(LOW_CONTRAST)).as(name).isEqualTo("");
        assertThat(chromium.driver.executeScript(STICKS_OUT)).as(name).isEqualTo("");
        chromium.picture(688, 8000, Path.of("target", "screenshots", name + "-paper.png"));
        chromium.size(688, 1000);
        assertThat(
                chromium.driver.executeScript(
                    "return [...document.querySelectorAll('details td')]"
                        + ".filter(x => x.getBoundingClientRect().height < 5).length"))
            .as("folded on paper")
            .isEqualTo(0L);
        assertThat(
                chromium.driver.executeScript(
                    "return [...document.querySelectorAll('nav, .skip')]"
                        + ".filter(x => x.getClientRects().length).length"))
            .isEqualTo(0L);
      }
      PrintOptions options = new PrintOptions();
      options.setPageSize(new PageSize(29.7, 21.0));
      for (Map.Entry<String, Integer> most :
          Map.of("usual", 14, "many", 40, "app", 2, "nothing", 2).entrySet()) {
        chromium.open(pages.get(most.getKey()));
        byte[] pdf = Base64.getDecoder().decode(chromium.driver.print(options).getContent());
        Files.createDirectories(Path.of("target", "screenshots"));
        Files.write(Path.of("target", "screenshots", most.getKey() + ".pdf"), pdf);
        long count =
            Pattern.compile("/Type\\s*/Page\\b")
                .matcher(new String(pdf, StandardCharsets.ISO_8859_1))
                .results()
                .count();
        assertThat(count).as(most.getKey()).isBetween(1L, (long) most.getValue());
      }
    }
  }

  /**
   * The picture of the README, of the report in {@code sample-report.json}; written with {@code
   * -Daudit.picture=../docs/images/audit-report.png}, and otherwise only made.
   */
  @Test
  void thePictureOfTheReadme() throws Exception {
    Path file =
        Path.of(System.getProperty("audit.picture", folder.resolve("picture.png").toString()));
    try (Chromium chromium = new Chromium(folder.resolve("profile"), true)) {
      chromium.media("light", "screen");
      chromium.size(1200, 1400);
      chromium.open(pages.get("sample"));
      long end =
          ((Number)
                  chromium.driver.executeScript(
                      "return Math.round(document.querySelector('.verdicts')"
                          + ".getBoundingClientRect().bottom + 24)"))
              .longValue();
      chromium.picture(1200, Math.min(1400, end), file);
    }
    assertThat(Files.size(file)).isBetween(20_000L, 300_000L);
  }
}
