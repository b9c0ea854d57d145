package dev.brigandine.bench;

import dev.brigandine.armor.ArmorReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Levels of armor side by side: the plain model's figures, and each level's ratio to them. */
final class ArmorLevelsTable {
  private ArmorLevelsTable() {}

  static String of(ArmorLevelsReport report) {
    List<ArmorLevelsReport.Level> levels = report.levels();
    BenchReport first = levels.get(0).report();
    List<String[]> rows = new ArrayList<>();
    rows.add(row("", "plain", levels, ArmorLevelsReport.Level::armor));
    rows.add(
        row(
            "start to first answer",
            value(first.start(), 1, "%.0f ms"),
            levels,
            l -> ratio(l.report().start())));
    rows.add(row("  beside the sealed", "", levels, l -> ratio(l.startOverSealed())));
    for (int i = 0; i < first.cases().size(); i++) {
      int at = i;
      LatencyCase one = first.cases().get(i);
      rows.add(
          row(
              "latency, "
                  + one.label()
                  + ", "
                  + one.threads()
                  + (one.threads() == 1 ? " thread" : " threads"),
              String.format(Locale.ROOT, "%.2f ms", one.plainMillis()),
              levels,
              l -> number(l.report().cases().get(at).ratio())));
    }
    rows.add(
        row(
            "peak memory",
            value(first.memory(), 1e6, "%.0f MB"),
            levels,
            l -> ratio(l.report().memory())));
    rows.add(
        row(
            "size on disk",
            value(first.size(), 1e6, "%.1f MB"),
            levels,
            l -> ratio(l.report().size())));
    rows.add(
        row(
            "weights moved",
            "",
            levels,
            l ->
                l.rewritten()
                    .map(ArmorReport::coverage)
                    .map(ArmorLevelsTable::percent)
                    .orElse("")));
    rows.add(
        row(
            "  behind mixing locks",
            "",
            levels,
            l ->
                l.rewritten()
                    .map(ArmorReport::mixLocked)
                    .map(ArmorLevelsTable::percent)
                    .orElse("")));
    rows.add(
        row(
            "time to protect",
            "",
            levels,
            l -> String.format(Locale.ROOT, "%.1f s", l.protectSeconds())));
    rows.add(row("answers", "", levels, l -> l.report().answers()));
    return text(rows) + first.machine() + "\n";
  }

  private static String[] row(
      String name,
      String plain,
      List<ArmorLevelsReport.Level> levels,
      Function<ArmorLevelsReport.Level, String> cell) {
    return Stream.concat(Stream.of(name, plain), levels.stream().map(cell)).toArray(String[]::new);
  }

  private static String value(Figure figure, double unit, String form) {
    return figure.available() ? String.format(Locale.ROOT, form, figure.plain() / unit) : "";
  }

  private static String ratio(Figure figure) {
    return figure.available() ? number(figure.ratio()) : "";
  }

  private static String number(double ratio) {
    return String.format(Locale.ROOT, "%.3f", ratio);
  }

  private static String percent(double share) {
    // Never 100.0 for less than all.
    return String.format(Locale.ROOT, "%.1f%%", Math.floor(share * 1000) / 10);
  }

  private static String text(List<String[]> rows) {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line =
          new StringBuilder(row[0]).append(" ".repeat(widths[0] - row[0].length()));
      for (int i = 1; i < row.length; i++) {
        line.append("  ").append(" ".repeat(widths[i] - row[i].length())).append(row[i]);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
