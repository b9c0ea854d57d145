package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Days and moments as people type them; a day is one of UTC. */
final class Moments {
  private Moments() {}

  /** The start of a day, or the moment itself. */
  static Instant start(String option, String text) {
    return parse(option, text, 0);
  }

  /** The end of a day, which is the start of the next one, or the moment itself. */
  static Instant end(String option, String text) {
    return parse(option, text, 1);
  }

  private static Instant parse(String option, String text, int days) {
    try {
      return text.indexOf('T') >= 0
          ? Instant.parse(text)
          : LocalDate.parse(text).plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          option + " is " + Columns.shown(text) + ", which is no date",
          "write a day as 2027-01-31, or a moment as 2027-01-31T12:00:00Z");
    }
  }
}
