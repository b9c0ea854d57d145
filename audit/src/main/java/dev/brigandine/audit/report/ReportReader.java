package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Detail;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Series;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import dev.brigandine.audit.result.Subject;
import dev.brigandine.audit.result.Untried;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Audits from JSON objects; {@link ReportWriter} is the other way. */
final class ReportReader {
  /** A thousand years. */
  private static final double LONGEST = 31_556_952_000.0;

  private ReportReader() {}

  static AuditReport audit(Members members) {
    if (members.whole("format") != ReportJson.FORMAT) {
      throw members.refuse("it is of a format that this version does not read");
    }
    if (!members.string("kind").equals("model")) {
      throw members.refuse("it is of no model's audit");
    }
    AuditReport report =
        new AuditReport(
            moment(members),
            took(members),
            members.string("version"),
            members.string("machine"),
            members.string("command"),
            members.one("subject", ReportReader::subject),
            forms(members),
            members.each("attacks", ReportReader::card),
            members.each("results", ReportReader::cell),
            members.each("untried", ReportReader::untried),
            members.truth("partial"));
    if (members.has("limits")) {
      // Told of one run's limits, not of the model.
      members.one("limits", ReportReader::limits);
    }
    members.end();
    return report;
  }

  private static Subject subject(Members members) {
    long samples = members.whole("samples");
    if (samples != (int) samples) {
      throw members.refuse("'samples' is too large");
    }
    return new Subject(
        members.string("name"),
        members.whole("bytes"),
        members.whole("weights"),
        members.string("bundle"),
        members.string("data"),
        (int) samples,
        members.truth("labelled"),
        members.one("original", ReportReader::score),
        members.one("chance", ReportReader::score));
  }

  private static Score score(Members members) {
    return new Score(
        optional(members, "accuracy"),
        members.numberOrNone("agreement"),
        members.numberOrNone("closeness"),
        optional(members, "divergence"));
  }

  private static OptionalDouble optional(Members members, String name) {
    return members.has(name)
        ? OptionalDouble.of(members.numberOrNone(name))
        : OptionalDouble.empty();
  }

  private static AttackCard card(Members members) {
    return new AttackCard(
        members.string("id"),
        members.string("title"),
        members.word("family", Family.class),
        members.strings("atlas"),
        members.string("needs"),
        members.string("method"),
        members.truth("eachForm"),
        members.truth("yieldsCopy"),
        members.word("effort", Effort.class));
  }

  private static Cell cell(Members members) {
    Outcome outcome =
        new Outcome(
            members.word("verdict", Verdict.class),
            members.string("summary"),
            members.each("figures", ReportReader::figure),
            members.each("series", ReportReader::series),
            members.strings("notes"),
            members.each("details", ReportReader::detail));
    return new Cell(
        members.string("attack"), form(members), outcome, took(members), members.whole("seed"));
  }

  private static Figure figure(Members members) {
    return new Figure(
        members.string("id"),
        members.string("label"),
        members.number("value"),
        members.word("unit", Figure.Unit.class));
  }

  private static Series series(Members members) {
    return new Series(
        members.string("chart"),
        members.string("label"),
        members.string("across"),
        members.string("up"),
        members.each(
            "points",
            point ->
                new Series.Point(
                    point.numberOrNone("x"),
                    point.numberOrNone("mean"),
                    point.numberOrNone("low"),
                    point.numberOrNone("high"))));
  }

  private static Detail detail(Members members) {
    return new Detail(members.string("what"), members.string("result"), members.truth("asClaimed"));
  }

  private static Untried untried(Members members) {
    return new Untried(
        members.string("attack"), form(members), members.truth("failed"), members.string("why"));
  }

  private static LimitsVerdict limits(Members members) {
    members.truth("met");
    return new LimitsVerdict(
        members.each(
            "lines",
            line ->
                new LimitsVerdict.Line(
                    line.string("limit"), line.truth("met"), line.string("told"))));
  }

  private static List<Protection> forms(Members members) {
    List<String> ids = members.strings("forms");
    try {
      return ids.stream().map(id -> Protection.valueOf(id.toUpperCase(Locale.ROOT))).toList();
    } catch (IllegalArgumentException e) {
      throw members.refuse("'forms' has one that is not known");
    }
  }

  private static Optional<Protection> form(Members members) {
    return members.has("form")
        ? Optional.of(members.word("form", Protection.class))
        : Optional.empty();
  }

  private static Duration took(Members members) {
    double seconds = members.number("tookSeconds");
    if (seconds < 0 || seconds > LONGEST) {
      throw members.refuse("'tookSeconds' is out of range");
    }
    long whole = (long) seconds;
    return Duration.ofSeconds(whole, Math.round((seconds - whole) * 1e9));
  }

  private static Instant moment(Members members) {
    try {
      return Instant.parse(members.string("begun"));
    } catch (DateTimeException e) {
      throw members.refuse("'begun' must be a moment in UTC such as 2027-01-31T12:00:00Z");
    }
  }
}
