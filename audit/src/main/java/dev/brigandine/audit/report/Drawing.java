package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.Series.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A chart's lines as paths of an SVG. Colours, dashes and widths are the style sheet's. */
final class Drawing {
  private static final int TOP = 30;
  private static final int BOTTOM = 46;
  private static final double BETWEEN_NAMES = 16;

  /** A line's name beside its end; {@code lead} joins the two where it had to move. */
  record Name(Chart.Line line, String text, String x, String y, String lead) {}

  private final Chart chart;
  private final int width;
  private final int height;
  private final int left;
  private final int right;
  private final Axis across;
  private final Axis up;

  Drawing(Chart chart, int width, int height, int left, int right) {
    this.chart = chart;
    this.width = width;
    this.height = height;
    this.left = left;
    this.right = width - right;
    List<Double> xs = new ArrayList<>();
    List<Double> ys = new ArrayList<>();
    for (Chart.Line line : chart.lines()) {
      for (Point point : line.points()) {
        xs.add(point.x());
        ys.addAll(List.of(point.mean(), point.low(), point.high()));
      }
    }
    // Marks keep off the axis.
    across = Axis.across(xs, left + 14, this.right - 10);
    up = Axis.up(ys, height - BOTTOM, TOP);
  }

  String box() {
    return "0 0 " + width + " " + height;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  String left() {
    return number(left);
  }

  String right() {
    return number(right);
  }

  String bottom() {
    return number(height - BOTTOM);
  }

  String middle() {
    return number((left + right) / 2.0);
  }

  /** Below the marks. */
  String title() {
    return number(height - 8);
  }

  String below() {
    return number(height - BOTTOM + 18);
  }

  /** Says how x is scaled where that is not as a ruler. */
  String acrossTitle() {
    return Words.brief(chart.across(), width / 10)
        + (across.byPowers() ? " (by powers of ten)" : "");
  }

  String upTitle() {
    return Words.brief(chart.up(), width / 10);
  }

  List<Axis.Tick> columns() {
    return across.ticks();
  }

  List<Axis.Tick> rows() {
    return up.ticks();
  }

  String line(Chart.Line line) {
    StringBuilder path = new StringBuilder();
    for (Point point : line.points()) {
      path.append(path.isEmpty() ? "M" : "L").append(place(point.x(), point.mean()));
    }
    Point only = line.last();
    if (line.points().size() == 1 && line.style() < 0) {
      // What others are compared with holds for all of them.
      return "M" + left() + " " + y(only.mean()) + "H" + right();
    }
    return path.toString();
  }

  /** From the least of all seeds to the greatest. */
  String band(Chart.Line line) {
    StringBuilder path = new StringBuilder();
    for (Point point : line.points()) {
      path.append(path.isEmpty() ? "M" : "L").append(place(point.x(), point.high()));
    }
    for (int i = line.points().size() - 1; i >= 0; i--) {
      Point point = line.points().get(i);
      path.append('L').append(place(point.x(), point.low()));
    }
    return path.append('Z').toString();
  }

  /** Upright strokes from the least to the greatest: a band of one point would not be seen. */
  String spans(Chart.Line line) {
    StringBuilder path = new StringBuilder();
    for (Point point : line.points()) {
      if (point.low() < point.high()) {
        path.append('M').append(place(point.x(), point.low())).append('V').append(y(point.high()));
      }
    }
    return path.toString();
  }

  /** A mark at each point, of a shape by the line's style. */
  String marks(Chart.Line line) {
    StringBuilder path = new StringBuilder();
    for (Point point : line.points()) {
      path.append(mark(line.style(), across.at(point.x()), up.at(point.mean())));
    }
    return path.toString();
  }

  /** A mark's path around a place. */
  static String mark(int style, double x, double y) {
    String[][] shapes = {
      {"-4 -4", "h8v8h-8z"},
      {"0 -5.5", "l5.5 5.5l-5.5 5.5l-5.5 -5.5z"},
      {"0 -5", "l5 9h-10z"},
      {"0 5", "l5 -9h-10z"},
      {"-1.8 -5", "h3.6v3.2h3.2v3.6h-3.2v3.2h-3.6v-3.2h-3.2v-3.6h3.2z"},
      {"-4.5 0", "a4.5 4.5 0 1 1 9 0a4.5 4.5 0 1 1 -9 0z"}
    };
    if (style < 0) {
      return "";
    }
    String[] shape = shapes[style % shapes.length];
    String[] by = shape[0].split(" ");
    return "M"
        + number(x + Double.parseDouble(by[0]))
        + " "
        + number(y + Double.parseDouble(by[1]))
        + shape[1];
  }

  /** Beside the ends, from the top, none over another. */
  List<Name> names() {
    List<Chart.Line> lines = new ArrayList<>(chart.lines());
    lines.sort(Comparator.comparingDouble(line -> up.at(line.last().mean())));
    double[] places = new double[lines.size()];
    for (int i = 0; i < places.length; i++) {
      double wanted = up.at(lines.get(i).last().mean());
      places[i] = i == 0 ? wanted : Math.max(wanted, places[i - 1] + BETWEEN_NAMES);
    }
    double lowest = height - BOTTOM;
    for (int i = places.length - 1; i >= 0; i--) {
      places[i] = Math.min(places[i], lowest);
      lowest = places[i] - BETWEEN_NAMES;
    }
    List<Name> names = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      Chart.Line line = lines.get(i);
      double from =
          line.style() < 0 && line.points().size() == 1 ? right : across.at(line.last().x());
      String lead =
          "M"
              + number(from + 8)
              + " "
              + y(line.last().mean())
              + "L"
              + number(right + 8)
              + " "
              + number(places[i]);
      names.add(
          new Name(
              line,
              Words.brief(line.label(), 27),
              number(right + 12),
              number(places[i] + 4),
              lead));
    }
    return names;
  }

  private String place(double x, double y) {
    return number(across.at(x)) + " " + y(y);
  }

  private String y(double value) {
    return number(up.at(value));
  }

  static String number(double value) {
    return Words.format("%.1f", value);
  }
}
