package dev.brigandine.audit.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A scale from values to pixels, linear or by powers. A scale by powers has a place of its own for
 * zero, half a power before the first value.
 */
final class Axis {
  /** Where a mark stands, and what it says. */
  record Tick(double at, String label) {}

  private static final double SPAN_OF_POWERS = 10;
  private static final int MARKS = 8;

  private final boolean powers;
  private final double low;
  private final double high;
  private final double zero;
  private final double from;
  private final double to;
  private final List<Double> marks;

  private Axis(
      boolean powers,
      double low,
      double high,
      double zero,
      double from,
      double to,
      List<Double> marks) {
    this.powers = powers;
    this.low = low;
    this.high = high;
    this.zero = zero;
    this.from = from;
    this.to = to;
    this.marks = marks;
  }

  /**
   * For what was chosen: marked at the values themselves if they are few and far enough apart, by
   * powers if they span ten times or more.
   */
  static Axis across(List<Double> values, double from, double to) {
    TreeSet<Double> distinct = new TreeSet<>(values);
    if (distinct.isEmpty()) {
      distinct.add(0.0);
    }
    TreeSet<Double> positive = new TreeSet<>(distinct.tailSet(0.0, false));
    boolean powers =
        distinct.first() >= 0
            && positive.size() > 1
            && positive.last() / positive.first() >= SPAN_OF_POWERS
            && (distinct.size() <= MARKS || crowded(positive));
    double low = powers ? Math.log10(positive.first()) : distinct.first();
    double high = powers ? Math.log10(positive.last()) : distinct.last();
    double zero = low - 0.5;
    if (powers && distinct.first() == 0) {
      low = zero;
    }
    if (low == high) {
      double room = Math.max(0.5, Math.abs(low) / 10);
      low -= room;
      high += room;
    }
    Axis bare = new Axis(powers, low, high, zero, from, to, List.of());
    List<Double> marks = new ArrayList<>(distinct);
    if (!bare.apart(marks, 44)) {
      marks = powers ? powersOfTen(positive) : steps(low, high, 5);
    }
    return new Axis(powers, low, high, zero, from, to, marks);
  }

  /** For what was measured: round marks, and room for all. */
  static Axis up(List<Double> values, double from, double to) {
    double low = values.stream().mapToDouble(v -> v).min().orElse(0);
    double high = values.stream().mapToDouble(v -> v).max().orElse(1);
    // Shares are told from none to all once they fill half of it.
    if (low >= 0 && high <= 1 && high - low > 0.45) {
      low = 0;
      high = 1;
    }
    if (high - low < 1e-9 * Math.max(1, Math.abs(high))) {
      low -= 0.05 * Math.max(1, Math.abs(low));
      high += 0.05 * Math.max(1, Math.abs(high));
    }
    double step = step(high - low, 5);
    double first = Math.floor(low / step + 1e-9) * step;
    double last = Math.ceil(high / step - 1e-9) * step;
    return new Axis(false, first, last, 0, from, to, steps(first, last, 5));
  }

  double at(double value) {
    double place = powers ? (value <= 0 ? zero : Math.log10(value)) : value;
    return from + (to - from) * (place - low) / (high - low);
  }

  boolean byPowers() {
    return powers;
  }

  List<Tick> ticks() {
    return marks.stream().map(mark -> new Tick(at(mark), label(mark))).toList();
  }

  private boolean apart(List<Double> marks, double gap) {
    for (int i = 1; i < marks.size(); i++) {
      if (Math.abs(at(marks.get(i)) - at(marks.get(i - 1))) < gap) {
        return false;
      }
    }
    return marks.size() <= MARKS;
  }

  /** Whether a ruler would have half of them in its first quarter. */
  private static boolean crowded(TreeSet<Double> positive) {
    double middle = new ArrayList<>(positive).get(positive.size() / 2);
    return middle < positive.last() / 4;
  }

  private static List<Double> powersOfTen(TreeSet<Double> positive) {
    List<Double> marks = new ArrayList<>();
    int first = (int) Math.ceil(Math.log10(positive.first()) - 1e-9);
    int last = (int) Math.floor(Math.log10(positive.last()) + 1e-9);
    int each = Math.max(1, (last - first + 5) / 6);
    for (int power = first; power <= last; power += each) {
      marks.add(Math.pow(10, power));
    }
    return marks.size() < 2 ? List.of(positive.first(), positive.last()) : marks;
  }

  private static List<Double> steps(double low, double high, int about) {
    double step = step(high - low, about);
    List<Double> marks = new ArrayList<>();
    long first = (long) Math.ceil(low / step - 1e-9);
    long last = (long) Math.floor(high / step + 1e-9);
    for (long i = first; i <= last && marks.size() < 12; i++) {
      marks.add(i * step);
    }
    return marks;
  }

  /** 1, 2 or 5 times a power of ten. */
  private static double step(double span, int about) {
    double rough = span / about;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= rough * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Thousands and millions are cut short. */
  static String label(double value) {
    double size = Math.abs(value);
    for (Object[] unit : new Object[][] {{1e9, "G"}, {1e6, "M"}, {1e3, "k"}}) {
      if (size >= (double) unit[0] * (1 - 1e-12)) {
        return trimmed(value / (double) unit[0]) + unit[1];
      }
    }
    return trimmed(value);
  }

  private static String trimmed(double value) {
    if (value != 0 && Math.abs(value) < 1e-3) {
      return Words.format("%.1e", value);
    }
    return Words.format("%.3f", value).replaceAll("\\.?0+$", "").replaceAll("^-0$", "0");
  }
}
