package dev.brigandine.licenseserver.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contrast by WCAG 2.2: 4.5 for text, 3 for what is drawn, in light and in dark. */
class ContrastTest {
  private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});");
  private static final String[][] TEXT = {
    {"text", "page"}, {"text", "raised"}, {"text", "good-page"}, {"text", "bad-page"},
    {"dim", "page"}, {"dim", "raised"}, {"link", "page"}, {"link", "raised"},
    {"link", "good-page"}, {"on-act", "act"}, {"bad", "page"}, {"bad", "raised"},
    {"bad", "bad-page"}, {"page", "bad"}, {"good", "page"},
  };
  private static final String[][] DRAWN = {
    {"series", "page"}, {"edge", "page"}, {"focus", "page"}, {"focus", "raised"}, {"act", "page"},
  };

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyColourCanBeToldFromWhatIsBehindIt(String scheme) throws Exception {
    String css;
    try (InputStream in = Assets.class.getResourceAsStream("style.css")) {
      css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int dark = css.indexOf("@media (prefers-color-scheme: dark)");
    Map<String, Integer> colours = read(css.substring(0, dark));
    if (scheme.equals("dark")) {
      Map<String, Integer> there = read(css.substring(dark, css.indexOf("* {")));
      assertThat(there.keySet()).isEqualTo(colours.keySet());
      colours = there;
    }
    for (String[] pair : TEXT) {
      assertThat(contrast(colours.get(pair[0]), colours.get(pair[1])))
          .as(scheme + " " + pair[0] + " on " + pair[1])
          .isGreaterThanOrEqualTo(4.5);
    }
    for (String[] pair : DRAWN) {
      assertThat(contrast(colours.get(pair[0]), colours.get(pair[1])))
          .as(scheme + " " + pair[0] + " on " + pair[1])
          .isGreaterThanOrEqualTo(3);
    }
    assertThat(css.substring(css.indexOf("* {"), css.indexOf("@media print")))
        .as("colours outside of the table above")
        .doesNotContainPattern("#[0-9a-f]{3}|rgb|hsl");
  }

  private static Map<String, Integer> read(String css) {
    Map<String, Integer> colours = new HashMap<>();
    Matcher matcher = COLOUR.matcher(css);
    while (matcher.find()) {
      colours.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
    }
    return colours;
  }

  private static double contrast(int one, int other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(int colour) {
    return 0.2126 * linear(colour >> 16 & 255)
        + 0.7152 * linear(colour >> 8 & 255)
        + 0.0722 * linear(colour & 255);
  }

  private static double linear(int part) {
    double value = part / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
