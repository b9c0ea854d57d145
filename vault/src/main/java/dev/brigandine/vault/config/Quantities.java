package dev.brigandine.vault.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as people write them. */
final class Quantities {
  private static final Pattern BYTES = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)?");
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");
  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
  private static final Map<String, Long> MILLIS =
      Map.of("ms", 1L, "s", 1000L, "m", 60_000L, "h", 3_600_000L);

  private Quantities() {}

  static long bytes(String at, String text, long highest) {
    Matcher matcher = BYTES.matcher(text);
    if (matcher.matches()) {
      String unit = matcher.group(2) == null ? "B" : matcher.group(2);
      // 12 digits of gibibytes stay below 2^63.
      long number = Long.parseLong(matcher.group(1));
      long size = number > Long.MAX_VALUE / SIZES.get(unit) ? -1 : number * SIZES.get(unit);
      if (size >= 1 && size <= highest) {
        return size;
      }
    }
    throw YamlSection.wrong(
        at, "must be a size of 1 to " + highest + " bytes such as 64MiB, not " + text);
  }

  static Duration duration(String at, String text, Duration longest) {
    Matcher matcher = TIME.matcher(text);
    if (matcher.matches()) {
      Duration time =
          Duration.ofMillis(Long.parseLong(matcher.group(1)) * MILLIS.get(matcher.group(2)));
      if (time.compareTo(longest) <= 0) {
        return time;
      }
    }
    throw YamlSection.wrong(
        at,
        "must be a time up to " + longest.toSeconds() + "s such as 200ms, 30s or 5m, not " + text);
  }
}
