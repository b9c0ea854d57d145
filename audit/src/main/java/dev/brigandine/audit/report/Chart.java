package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.Series.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Lines that share axes.
 *
 * @param id unique on the page
 * @param title with the part, where there are several
 * @param across what x is
 * @param up what y is
 */
record Chart(String id, String title, String across, String up, List<Line> lines) {
  /** The most columns of the table beside it. */
  private static final int COLUMNS = 8;

  /**
   * A line.
   *
   * @param style its colour, dash and mark, from 0; less for what others are compared with
   */
  record Line(String label, int style, List<Point> points) {
    static final int BASE = -1;

    String css() {
      return style < 0 ? "base" : "s" + style;
    }

    Point last() {
      return points.get(points.size() - 1);
    }

    boolean banded() {
      return points.stream().anyMatch(point -> point.low() < point.high());
    }

    String at(double x) {
      return points.stream()
          .filter(point -> point.x() == x)
          .findFirst()
          .map(
              point ->
                  Words.number(point.mean())
                      + (point.low() < point.high()
                          ? " ("
                              + Words.number(point.low())
                              + "–"
                              + Words.number(point.high())
                              + ")"
                          : ""))
          .orElse("");
    }
  }

  /** The columns of the table: all x, or the ends and some between. */
  List<Double> columns() {
    TreeSet<Double> all = new TreeSet<>();
    lines.forEach(line -> line.points().forEach(point -> all.add(point.x())));
    List<Double> sorted = new ArrayList<>(all);
    if (sorted.size() <= COLUMNS) {
      return sorted;
    }
    List<Double> some = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      some.add(sorted.get(Math.round((sorted.size() - 1) * i / (COLUMNS - 1f))));
    }
    return some;
  }

  /** What it shows, in words. */
  String sentence() {
    List<String> ends = new ArrayList<>();
    for (Line line : lines) {
      ends.add(
          Words.plain(line.label())
              + " ends at "
              + Words.number(line.last().mean())
              + (line.last().low() < line.last().high()
                  ? ", from "
                      + Words.number(line.last().low())
                      + " to "
                      + Words.number(line.last().high())
                  : ""));
    }
    List<Double> columns = columns();
    return Words.plain(Words.capital(up))
        + " by "
        + Words.plain(across)
        + (columns.isEmpty()
            ? ""
            : ", from "
                + Words.number(columns.get(0))
                + " to "
                + Words.number(columns.get(columns.size() - 1)))
        + ". "
        + String.join("; ", ends)
        + ".";
  }

  /** For wide screens and paper: lines are named where they end. */
  Drawing wide() {
    return new Drawing(this, 760, 340, 52, 208);
  }

  /** For a phone: the table names the lines. */
  Drawing narrow() {
    return new Drawing(this, 330, 250, 44, 14);
  }
}
