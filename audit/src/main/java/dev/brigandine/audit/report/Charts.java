package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Series;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All attacks' lines, gathered into charts. */
final class Charts {
  /**
   * More than these are hard to tell apart: they go to a further chart beside the same baselines.
   */
  private static final int LINES = 6;

  private Charts() {}

  private record Axes(String chart, String across, String up) {}

  private record Drawn(AttackCard card, Optional<Protection> form, Series series) {
    boolean isBase() {
      return series.label().toLowerCase(java.util.Locale.ROOT).contains("black box")
          || series.label().toLowerCase(java.util.Locale.ROOT).contains("black-box");
    }
  }

  static List<Chart> of(AuditReport report) {
    Map<Axes, List<Drawn>> byAxes = new LinkedHashMap<>();
    for (Cell cell : report.cells()) {
      AttackCard card =
          report.attacks().stream()
              .filter(known -> known.id().equals(cell.attack()))
              .findFirst()
              .orElse(null);
      for (Series raw : cell.outcome().series()) {
        Series series = drawable(raw);
        if (!series.points().isEmpty() && card != null) {
          byAxes
              .computeIfAbsent(
                  new Axes(series.chart(), series.across(), series.up()), axes -> new ArrayList<>())
              .add(new Drawn(card, cell.form(), series));
        }
      }
    }
    List<Chart> charts = new ArrayList<>();
    byAxes.forEach((axes, drawn) -> charts.addAll(charts(axes, drawn, charts.size())));
    return charts;
  }

  /** Without points that are no numbers. */
  private static Series drawable(Series series) {
    List<Series.Point> points =
        series.points().stream()
            .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.mean()))
            .map(
                point ->
                    new Series.Point(
                        point.x(),
                        point.mean(),
                        Double.isFinite(point.low()) ? point.low() : point.mean(),
                        Double.isFinite(point.high()) ? point.high() : point.mean()))
            .toList();
    return new Series(series.chart(), series.label(), series.across(), series.up(), points);
  }

  private static List<Chart> charts(Axes axes, List<Drawn> drawn, int before) {
    Map<String, List<Series.Point>> bases = new LinkedHashMap<>();
    List<Chart.Line> lines = new ArrayList<>();
    Set<String> attacks = new LinkedHashSet<>();
    Set<Optional<Protection>> forms = new LinkedHashSet<>();
    for (Drawn one : drawn) {
      if (!one.isBase()) {
        attacks.add(one.card().id());
        forms.add(one.form());
      }
    }
    for (Drawn one : drawn) {
      String label = label(one, attacks.size() > 1 && repeated(drawn, one), forms.size() > 1);
      if (one.isBase()) {
        // Several attacks bring the same one, measured anew.
        bases.computeIfAbsent(label, same -> new ArrayList<>()).addAll(one.series().points());
      } else {
        lines.add(new Chart.Line(label, lines.size() % LINES, one.series().points()));
      }
    }
    List<Chart> charts = new ArrayList<>();
    int parts = Math.max(1, (lines.size() + LINES - 1) / LINES);
    for (int part = 0; part < parts; part++) {
      List<Chart.Line> shown =
          new ArrayList<>(lines.subList(part * LINES, Math.min(lines.size(), (part + 1) * LINES)));
      bases.forEach(
          (label, points) -> shown.add(new Chart.Line(label, Chart.Line.BASE, merged(points))));
      String title =
          Words.capital(axes.chart()) + (parts > 1 ? ", " + (part + 1) + " of " + parts : "");
      charts.add(new Chart("chart-" + (before + part + 1), title, axes.across(), axes.up(), shown));
    }
    return charts;
  }

  /** One point for each x: the mean of all that were measured there. */
  private static List<Series.Point> merged(List<Series.Point> points) {
    SortedMap<Double, List<Series.Point>> byX = new TreeMap<>();
    points.forEach(p -> byX.computeIfAbsent(p.x(), x -> new ArrayList<>()).add(p));
    List<Series.Point> merged = new ArrayList<>();
    byX.forEach(
        (x, same) ->
            merged.add(
                new Series.Point(
                    x,
                    same.stream().mapToDouble(Series.Point::mean).average().orElseThrow(),
                    same.stream().mapToDouble(Series.Point::low).min().orElseThrow(),
                    same.stream().mapToDouble(Series.Point::high).max().orElseThrow())));
    return merged;
  }

  private static boolean repeated(List<Drawn> drawn, Drawn one) {
    return drawn.stream()
        .anyMatch(
            other ->
                !other.card().id().equals(one.card().id())
                    && other.series().label().equals(one.series().label()));
  }

  private static String label(Drawn one, boolean withTitle, boolean withForm) {
    String label = one.series().label();
    if (one.isBase()) {
      return label;
    }
    if (withTitle) {
      label = one.card().title() + ": " + label;
    }
    return withForm && one.form().isPresent() ? label + ", " + one.form().get().words() : label;
  }
}
