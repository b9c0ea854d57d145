package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.service.HistoryPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Leases in use over time as paths of an SVG, {@value #WIDTH} by {@value #HEIGHT}, stretched to
 * whatever room there is; its words are HTML beside it, which keep their size.
 *
 * @param inUse leases now
 * @param seats how many there are to lend now
 */
record Chart(
    List<HistoryPoint> points, OverviewPages.Span span, Instant end, long inUse, long seats) {
  static final int WIDTH = 600;
  static final int HEIGHT = 180;

  /** The top of the scale: 1, 2 or 5 times a power of ten, not under the peak. */
  long top() {
    long step = 1;
    while (true) {
      for (long factor : new long[] {1, 2, 5}) {
        if (step * factor >= Math.max(2, peak())) {
          return step * factor;
        }
      }
      step *= 10;
    }
  }

  int peak() {
    return points.stream().mapToInt(HistoryPoint::peak).max().orElse(0);
  }

  /** A step for each stretch. */
  String line() {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      String y = y(points.get(i).peak());
      path.append(i == 0 ? "M0 " : "V").append(y).append('H').append(x(i + 1));
    }
    return path.toString();
  }

  /** What is under the line. */
  String area() {
    return points.isEmpty() ? "" : line() + "V" + HEIGHT + "H0Z";
  }

  /** The seats there are, as a height; empty if that is off the scale. */
  String limit() {
    return seats > 0 && seats <= top() ? y(seats) : "";
  }

  /** For a table, newest first. */
  List<HistoryPoint> newest() {
    List<HistoryPoint> reversed = new ArrayList<>(points);
    Collections.reverse(reversed);
    return reversed;
  }

  /** What it shows in a sentence. */
  String sentence() {
    return "In the last "
        + span.label()
        + " at most "
        + View.number(peak())
        + (peak() == 1 ? " lease was" : " leases were")
        + " in use at a time; now it is "
        + View.number(inUse)
        + " of "
        + View.number(seats)
        + " seats.";
  }

  private String x(int i) {
    return number((double) WIDTH * i / points.size());
  }

  private String y(long value) {
    return number(HEIGHT - (double) HEIGHT * value / top());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
