package dev.brigandine.cli;

import dev.brigandine.armor.ArmorReport;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A plan for people: no more than 100 columns, the heaviest first, long lists cut. */
final class PlanText {
  private static final int SHOWN = 8;
  private static final int NAME = 44;

  private final PrintStream out;

  PlanText(PrintStream out) {
    this.out = out;
  }

  void print(ArmorReport report, OptionalDouble measured) {
    Columns facts = new Columns("");
    facts.row(
        "moved",
        new Share(report.coverage()) + " of " + Sizes.text(report.weightBytes()) + " of weights");
    facts.row("locked", new Share(report.mixLocked()) + " of them behind locks of the mixing kind");
    facts.row("cost", cost(report, measured));
    facts.row("pinned", ArmorTalk.pinned(report));
    facts.row(
        "no rule for",
        report.unknown().isEmpty() ? "no operator" : String.join(", ", report.unknown()));
    facts.print(out);
    classes(report.classes());
    locks(report.locks());
    pinned(report.pinned());
  }

  private static String cost(ArmorReport report, OptionalDouble measured) {
    String estimated = new Share(report.estimatedCost()) + " of the run time estimated";
    if (measured.isEmpty()) {
      return estimated;
    }
    return estimated + ", " + signed(measured.getAsDouble()) + " measured here on one thread";
  }

  /** A machine with other work may say that less is more. */
  private static String signed(double share) {
    return String.format(Locale.ROOT, "%+.1f%%", share * 100);
  }

  private void classes(List<ArmorReport.ChannelClass> classes) {
    title(classes.size(), "channel class", "channel classes");
    // Heads and layers make many that look the same.
    Map<ArmorReport.ChannelClass, Long> alike =
        classes.stream()
            .sorted(
                Comparator.comparingLong(ArmorReport.ChannelClass::weightBytes)
                    .reversed()
                    .thenComparingLong(ArmorReport.ChannelClass::size))
            .collect(
                Collectors.groupingBy(
                    Function.identity(), LinkedHashMap::new, Collectors.counting()));
    Columns columns = new Columns("  ");
    if (!alike.isEmpty()) {
      columns.row("count", "channels", "axes", "weights", "symmetries");
    }
    long more = classes.size();
    int rows = 0;
    for (Map.Entry<ArmorReport.ChannelClass, Long> entry : alike.entrySet()) {
      if (rows++ == SHOWN) {
        break;
      }
      ArmorReport.ChannelClass one = entry.getKey();
      more -= entry.getValue();
      columns.row(
          entry.getValue().toString(),
          Long.toString(one.size()),
          Integer.toString(one.axes()),
          Sizes.text(one.weightBytes()),
          String.join(", ", one.symmetries()));
    }
    columns.print(out);
    more(more);
  }

  private void locks(List<ArmorReport.Lock> locks) {
    title(locks.size(), "lock", "locks");
    Columns columns = new Columns("  ");
    if (!locks.isEmpty()) {
      columns.row("kind", "channels", "weights", "cost", "behind");
    }
    locks.stream()
        .sorted(Comparator.comparingLong(ArmorReport.Lock::weightBytes).reversed())
        .limit(SHOWN)
        .forEach(
            lock ->
                columns.row(
                    lock.kind(),
                    Long.toString(lock.size()),
                    Sizes.text(lock.weightBytes()),
                    new Share(lock.cost()).toString(),
                    name(lock.value())));
    columns.print(out);
    more(locks.size() - SHOWN);
  }

  private void pinned(List<ArmorReport.Pinned> pinned) {
    title(pinned.size(), "pinned weight", "pinned weights");
    Columns columns = new Columns("  ");
    pinned.stream()
        .sorted(
            Comparator.comparing(ArmorReport.Pinned::moved)
                .thenComparing(ArmorReport.Pinned::bytes, Comparator.reverseOrder()))
        .limit(SHOWN)
        .forEach(one -> columns.row(name(one.name()), Sizes.text(one.bytes()), one.reason()));
    columns.print(out);
    more(pinned.size() - SHOWN);
  }

  private void title(int count, String one, String many) {
    out.println();
    out.println(count == 0 ? "no " + many : count + " " + (count == 1 ? one : many));
  }

  private void more(long count) {
    if (count > 0) {
      out.println("  … and " + count + " more (--json has all)");
    }
  }

  /** The end of a long name tells more than its beginning. */
  private static String name(String name) {
    return name.length() <= NAME ? name : "…" + name.substring(name.length() - NAME + 1);
  }
}
