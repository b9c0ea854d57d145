package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What a licence asks beyond bundle, device, time and runs. */
final class ConditionOptions {
  private static final Pattern SPAN = Pattern.compile("(\\d{0,9})(s|m|h|d)");

  @Option(
      names = "--feature",
      paramLabel = "WORD",
      description = "Something that the application may do; may be repeated.")
  List<String> features = new ArrayList<>();

  @Option(
      names = "--rate",
      paramLabel = "N/TIME",
      description = "How many runs in how much time, in one process: 100/1h. Default: any number.")
  String rate;

  @Option(
      names = "--isolation",
      paramLabel = "LEVEL",
      description = "Where the model may run: in-process, vault. Default: in-process.")
  String isolation;

  @Option(
      names = "--minimum-version",
      paramLabel = "N",
      description =
          "The lowest version of the model that opens, with this licence and from then on.")
  Long minimum;

  @Option(
      names = "--back",
      paramLabel = "TIME",
      description = "How far the device's clock may run backwards: 0s to 1d. Default: 300s.")
  String back;

  @Option(
      names = "--require-memory",
      description =
          "Do not open where nothing tells that time did not run backwards: the state folder was"
              + " deleted, or a container has none.")
  boolean memory;

  /** {@code conditions} and these. */
  Conditions onto(Conditions conditions) {
    Conditions all = conditions;
    if (!features.isEmpty()) {
      all = all.withFeatures(features);
    }
    if (rate != null) {
      all = all.withRate(rate(rate));
    }
    if (isolation != null) {
      all = all.withIsolation(isolation(isolation));
    }
    if (minimum != null) {
      all = all.withMinimumVersion(minimum);
    }
    if (back != null || memory) {
      Duration forgiven = back == null ? ClockPolicy.DEFAULT.back() : span("--back", back);
      all = all.withClock(new ClockPolicy(forgiven, memory));
    }
    return all;
  }

  private static Rate rate(String text) {
    int slash = text.indexOf('/');
    if (slash < 1 || !text.substring(0, slash).matches("\\d{1,10}")) {
      throw usage("--rate", text, "write runs and a time: 100/1h, 5/s");
    }
    return new Rate(
        Long.parseLong(text.substring(0, slash)), span("--rate", text.substring(slash + 1)));
  }

  private static Isolation isolation(String text) {
    for (Isolation level : Isolation.values()) {
      if (level.id().equals(text)) {
        return level;
      }
    }
    throw usage("--isolation", text, "write in-process or vault");
  }

  /** A time such as {@code 90s}, {@code 5m}, {@code 1h}, {@code 30d}; {@code h} is {@code 1h}. */
  static Duration span(String option, String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      throw usage(option, text, "write a time as 90s, 5m, 1h or 30d");
    }
    long count = span.group(1).isEmpty() ? 1 : Long.parseLong(span.group(1));
    return switch (span.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static BrigandineException usage(String option, String text, String hint) {
    return new BrigandineException(
        ErrorCode.USAGE, option + " does not take " + Columns.shown(text), hint);
  }
}
