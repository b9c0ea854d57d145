package dev.brigandine.audit.license;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments and lengths of time in the words of the table of clocks. */
final class ClockMoments {
  private static final Pattern DAY =
      Pattern.compile("day (\\d+)(?: ([+-]) (\\d+) (s|min|h|d))?( in another zone)?");
  private static final long DAY_SECONDS = 86_400;

  private final Instant issued;

  /**
   * @param issued day 0
   */
  ClockMoments(Instant issued) {
    this.issued = issued;
  }

  Instant day(long number) {
    return issued.plusSeconds(DAY_SECONDS * number);
  }

  Instant of(String text) {
    String fixed = text.replace("start", "day 1").replace("end", "day 31");
    if (fixed.equals("1970")) {
      return Instant.EPOCH;
    }
    if (fixed.equals("2099")) {
      return Instant.parse("2099-01-01T00:00:00Z");
    }
    Matcher day = DAY.matcher(fixed);
    if (!day.matches()) {
      throw new IllegalStateException("no moment in the table of clocks: " + text);
    }
    long more = day.group(2) == null ? 0 : seconds(day.group(3) + " " + day.group(4));
    return day(Long.parseLong(day.group(1))).plusSeconds("-".equals(day.group(2)) ? -more : more);
  }

  /** Of {@code 5 min}. */
  static long seconds(String text) {
    String[] words = text.split(" ");
    long one =
        switch (words[1]) {
          case "s" -> 1;
          case "min" -> 60;
          case "h" -> 3600;
          case "d" -> DAY_SECONDS;
          default -> throw new IllegalStateException("no length of time: " + text);
        };
    return one * Long.parseLong(words[0]);
  }

  static boolean elsewhere(String text) {
    return text.endsWith(" in another zone");
  }
}
