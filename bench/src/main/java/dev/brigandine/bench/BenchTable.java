package dev.brigandine.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as a table for people. */
final class BenchTable {
  private static final String[] HEAD = {"", "plain", "sealed", "ratio", ""};

  private BenchTable() {}

  static String of(BenchReport report) {
    List<String[]> rows = new ArrayList<>();
    rows.add(HEAD);
    rows.add(
        row(
            "start to first answer",
            report.start(),
            "%.0f ms",
            1,
            "median of " + report.starts() + " pairs of cold processes"));
    rows.add(stage("  JVM until main", report.plainStages().jvm(), report.sealedStages().jvm()));
    rows.add(stage("  open", report.plainStages().open(), report.sealedStages().open()));
    rows.add(stage("  first run", report.plainStages().run(), report.sealedStages().run()));
    for (LatencyCase one : report.cases()) {
      rows.add(
          row(
              "latency, " + one.label() + ", " + threads(one.threads()),
              new Figure(one.ratio(), one.plainMillis(), one.sealedMillis()),
              "%.2f ms",
              1,
              String.format(
                  Locale.ROOT,
                  "half the pairs within %.2f–%.2f, %d calls in %d blocks",
                  one.spreadLow(),
                  one.spreadHigh(),
                  one.calls(),
                  one.blocks())));
    }
    rows.add(row("peak memory", report.memory(), "%.1f MB", 1e6, "resident, of the processes"));
    rows.add(row("size", report.size(), "%.2f MB", 1e6, "on disk"));
    StringBuilder text = new StringBuilder();
    int[] widths = widths(rows);
    for (String[] row : rows) {
      line(text, row, widths);
    }
    text.append("answers: ").append(report.answers());
    return text.append('\n').append(report.machine()).append('\n').toString();
  }

  private static String[] row(String name, Figure figure, String form, double unit, String note) {
    if (!figure.available()) {
      return new String[] {name, "not available", "", "", ""};
    }
    return new String[] {
      name,
      String.format(Locale.ROOT, form, figure.plain() / unit),
      String.format(Locale.ROOT, form, figure.sealed() / unit),
      String.format(Locale.ROOT, "%.3f", figure.ratio()),
      note
    };
  }

  private static String[] stage(String name, double plain, double sealed) {
    return new String[] {
      name,
      String.format(Locale.ROOT, "%.0f ms", plain),
      String.format(Locale.ROOT, "%.0f ms", sealed),
      "",
      ""
    };
  }

  private static String threads(int count) {
    return count == 1 ? "1 thread" : count + " threads";
  }

  private static int[] widths(List<String[]> rows) {
    int[] widths = new int[HEAD.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    return widths;
  }

  /** The first and last column flush left, the numbers flush right, no trailing blanks. */
  private static void line(StringBuilder text, String[] row, int[] widths) {
    StringBuilder line = new StringBuilder(row[0]).append(" ".repeat(widths[0] - row[0].length()));
    for (int i = 1; i < row.length - 1; i++) {
      line.append("  ").append(" ".repeat(widths[i] - row[i].length())).append(row[i]);
    }
    line.append("  ").append(row[row.length - 1]);
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
