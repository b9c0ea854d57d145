package dev.brigandine.cli;

import dev.brigandine.armor.ArmorReport;

/** What was done to a model, in a line. */
final class ArmorTalk {
  private ArmorTalk() {}

  static String line(String level, ArmorReport report) {
    StringBuilder line = new StringBuilder("armored ").append(level).append(": ");
    line.append(new Share(report.coverage())).append(" of the weights moved");
    if (level.equals("full")) {
      line.append(", ")
          .append(new Share(report.mixLocked()))
          .append(" behind mixing locks, ")
          .append(count(report.locks().size(), "lock"))
          .append(" at some ")
          .append(new Share(report.estimatedCost()))
          .append(" of the run time");
    }
    return line.append("; ").append(pinned(report)).toString();
  }

  /** Weights that stay, and those that move along some of their axes only. */
  static String pinned(ArmorReport report) {
    long whole = report.pinned().stream().filter(one -> !one.moved()).count();
    long partly = report.pinned().size() - whole;
    long bytes =
        report.pinned().stream()
            .filter(one -> !one.moved())
            .mapToLong(ArmorReport.Pinned::bytes)
            .sum();
    String text =
        whole == 0
            ? "no weight stays as it is"
            : count(whole, "weight") + " of " + Sizes.text(bytes) + " stay as they are";
    return partly == 0 ? text : text + ", " + partly + " along some axes";
  }

  static String count(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
