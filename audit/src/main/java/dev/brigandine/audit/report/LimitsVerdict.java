package dev.brigandine.audit.report;

import java.util.List;

/**
 * Whether a report keeps within its limits.
 *
 * @param lines one for each limit, in the file's order
 */
public record LimitsVerdict(List<Line> lines) {
  /**
   * What came of one limit.
   *
   * @param limit in words
   * @param met whether it was kept; one whose figure was not measured is not
   * @param told what was measured, in a clause
   */
  public record Line(String limit, boolean met, String told) {}

  /** Copies the lines. */
  public LimitsVerdict {
    lines = List.copyOf(lines);
  }

  /** Whether all were kept. */
  public boolean met() {
    return lines.stream().allMatch(Line::met);
  }

  /** How many were kept, in a sentence. */
  public String sentence() {
    return Words.capital(clause()) + ".";
  }

  /** The same as an error tells it. */
  public String clause() {
    long kept = lines.stream().filter(Line::met).count();
    if (kept == lines.size()) {
      return lines.size() == 1 ? "the limit was kept" : "all " + kept + " limits were kept";
    }
    return lines.size() == 1
        ? "the limit was not kept"
        : lines.size() - kept + " of " + lines.size() + " limits were not kept";
  }
}
