package dev.brigandine.audit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Series;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.result.Cell;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static List<String> labels(Axis axis) {
    return axis.ticks().stream().map(Axis.Tick::label).toList();
  }

  @Test
  void queriesAreMarkedWhereTheyWereAskedAndByPowers() {
    Axis axis = Axis.across(List.of(1000.0, 10_000.0, 20_000.0), 0, 500);
    assertThat(axis.byPowers()).isTrue();
    assertThat(labels(axis)).containsExactly("1k", "10k", "20k");
    assertThat(axis.at(1000)).isCloseTo(0, within(1e-9));
    assertThat(axis.at(20_000)).isCloseTo(500, within(1e-9));
  }

  @Test
  void noLabelsHaveAPlaceBeforeThePowers() {
    Axis axis = Axis.across(List.of(0.0, 60.0, 600.0), 0, 500);
    assertThat(labels(axis)).containsExactly("0", "60", "600");
    assertThat(axis.at(0)).isCloseTo(0, within(1e-9));
    assertThat(axis.at(60)).isBetween(50.0, 300.0);
  }

  @Test
  void closeValuesAreMarkedRoundly() {
    List<Double> many = new ArrayList<>();
    for (int i = 0; i <= 40; i++) {
      many.add((double) i);
    }
    assertThat(labels(Axis.across(many, 0, 500))).containsExactly("0", "10", "20", "30", "40");
  }

  @Test
  void sharesThatFillHalfAreToldFromNoneToAll() {
    assertThat(labels(Axis.up(List.of(0.3, 0.9), 100, 0)))
        .containsExactly("0", "0.2", "0.4", "0.6", "0.8", "1");
    assertThat(labels(Axis.up(List.of(0.82, 0.91), 100, 0))).startsWith("0.82").endsWith("0.92");
  }

  @Test
  void whateverIsMeasuredHasAPlaceWithinTheAxis() {
    double[] extremes = {0, 1, -1, 1e-12, -1e12, 1e12, 1e300, 0.5, 0.5000001, Double.MIN_VALUE};
    for (double one : extremes) {
      for (double other : extremes) {
        for (Axis axis :
            List.of(
                Axis.up(List.of(one, other), 300, 30), Axis.across(List.of(one, other), 30, 300))) {
          assertThat(axis.at(one)).as(one + " with " + other).isBetween(29.0, 301.0);
          assertThat(axis.ticks()).as(one + " with " + other).hasSizeLessThanOrEqualTo(12);
          axis.ticks().forEach(tick -> assertThat(tick.at()).isBetween(29.0, 301.0));
        }
      }
    }
  }

  private static Series line(String label, double... means) {
    List<Series.Point> points = new ArrayList<>();
    for (int i = 0; i < means.length; i++) {
      points.add(new Series.Point(i + 1, means[i], means[i], means[i]));
    }
    return new Series("accuracy by labels", label, "labels", "accuracy", points);
  }

  private static List<Chart> charts(Series... lines) {
    AttackCard card = SampleReports.card("a", "attack a", Family.COPY, true);
    Outcome outcome = Outcome.of(Verdict.PARTIAL, "so");
    for (Series line : lines) {
      outcome = outcome.chart(line);
    }
    Cell cell = SampleReports.cell("a", Protection.ARMORED, outcome);
    return Charts.of(
        SampleReports.report(
            SampleReports.subject("m"),
            SampleReports.ALL,
            List.of(card),
            List.of(cell),
            List.of(),
            false));
  }

  @Test
  void moreThanSixLinesGoToAFurtherChartBesideTheSameBlackBox() {
    Series[] lines = new Series[15];
    for (int i = 0; i < 14; i++) {
      lines[i] = line("line " + i, 0.1, 0.5);
    }
    lines[14] = line("black box", 0.4);
    List<Chart> charts = charts(lines);
    assertThat(charts).extracting(chart -> chart.lines().size()).containsExactly(7, 7, 3);
    assertThat(charts)
        .allSatisfy(
            chart -> {
              assertThat(chart.lines().get(chart.lines().size() - 1).css()).isEqualTo("base");
              assertThat(chart.lines()).extracting(Chart.Line::css).doesNotHaveDuplicates();
            });
    assertThat(charts).extracting(Chart::id).doesNotHaveDuplicates();
    assertThat(charts.get(1).title()).isEqualTo("Accuracy by labels, 2 of 3");
  }

  @Test
  void theBlackBoxThatSeveralAttacksBringIsOneLine() {
    Chart chart =
        charts(line("a", 0.5), line("black box", 0.4), line("black box", 0.5, 0.6)).get(0);
    assertThat(chart.lines()).hasSize(2);
    assertThat(chart.lines().get(1).points())
        .containsExactly(new Series.Point(1, 0.45, 0.4, 0.5), new Series.Point(2, 0.6, 0.6, 0.6));
  }

  @Test
  void namesBesideTheLinesDoNotOverlap() {
    Chart chart = charts(line("a", 0.5), line("b", 0.5), line("c", 0.5), line("d", 0.1)).get(0);
    List<Double> places =
        chart.wide().names().stream().map(name -> Double.parseDouble(name.y())).toList();
    for (int i = 1; i < places.size(); i++) {
      assertThat(places.get(i) - places.get(i - 1)).isGreaterThanOrEqualTo(15.9);
    }
    assertThat(places.get(places.size() - 1)).isLessThan(chart.wide().height());
  }

  @Test
  void whatIsNoNumberIsNotDrawn() {
    assertThat(charts(line("a", Double.NaN))).isEmpty();
    Chart chart = charts(line("a", 0.2, Double.NaN, 0.4)).get(0);
    assertThat(chart.wide().line(chart.lines().get(0))).doesNotContain("NaN").contains("L");
  }

  @Test
  void ofManyPointsTheTableShowsSomeAndBothEnds() {
    double[] means = new double[100];
    Chart chart = charts(line("a", means)).get(0);
    assertThat(chart.columns()).hasSize(8).startsWith(1.0).endsWith(100.0);
  }
}
