package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import dev.brigandine.audit.result.Untried;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an attack may get at most: a verdict, or a figure's bounds.
 *
 * @param form empty for every form but the plain one, which is there to be compared with
 * @param max included; infinite for none
 * @param min included; infinite for none
 */
record AttackLimit(
    String attack,
    Optional<Protection> form,
    Optional<Verdict> verdict,
    Optional<String> figure,
    double max,
    double min) {
  private record Judged(boolean met, String told) {}

  static AttackLimit read(Members members) {
    String attack = members.string("attack");
    Optional<Protection> form = Optional.empty();
    if (members.has("form") && !members.string("form").equals("*")) {
      form = Optional.of(members.word("form", Protection.class));
    }
    if (members.has("verdict") == members.has("figure")) {
      throw members.refuse("it must have either 'verdict' or 'figure'");
    }
    if (members.has("verdict")) {
      return new AttackLimit(
          attack,
          form,
          Optional.of(members.word("verdict", Verdict.class)),
          Optional.empty(),
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);
    }
    String figure = members.string("figure");
    if (!members.has("max") && !members.has("min")) {
      throw members.refuse("a figure's limit must have 'max' or 'min'");
    }
    double max = members.has("max") ? members.number("max") : Double.POSITIVE_INFINITY;
    double min = members.has("min") ? members.number("min") : Double.NEGATIVE_INFINITY;
    if (min > max) {
      throw members.refuse("'min' is above 'max'");
    }
    return new AttackLimit(attack, form, Optional.empty(), Optional.of(figure), max, min);
  }

  /** In words. */
  String words() {
    String start =
        Words.plain(attack)
            + ", "
            + form.map(Protection::words).orElse("every protected form")
            + ": ";
    if (verdict.isPresent()) {
      return start + "at worst " + verdict.get().words();
    }
    List<String> bounds = new ArrayList<>();
    if (max < Double.POSITIVE_INFINITY) {
      bounds.add("at most " + Words.number(max));
    }
    if (min > Double.NEGATIVE_INFINITY) {
      bounds.add("at least " + Words.number(min));
    }
    return start + Words.plain(figure.orElseThrow()) + " " + Words.list(bounds);
  }

  LimitsVerdict.Line judge(AuditReport report) {
    List<Protection> forms =
        form.map(List::of)
            .orElseGet(
                () -> report.forms().stream().filter(one -> one != Protection.PLAIN).toList());
    if (forms.isEmpty()) {
      return new LimitsVerdict.Line(words(), false, "not measured: no protected form was attacked");
    }
    boolean met = true;
    Set<String> told = new LinkedHashSet<>();
    for (Protection one : forms) {
      Judged judged = judge(report, one);
      met &= judged.met();
      told.add(judged.told());
    }
    return new LimitsVerdict.Line(words(), met, String.join("; ", told));
  }

  private Judged judge(AuditReport report, Protection one) {
    Optional<Cell> cell =
        report.cells().stream()
            .filter(any -> any.attack().equals(attack))
            .filter(any -> any.form().isEmpty() || any.form().get() == one)
            .findFirst();
    if (cell.isEmpty()) {
      return new Judged(false, one.words() + ": not measured" + why(report, one));
    }
    String start = cell.get().form().map(Protection::words).orElse("all forms") + ": ";
    if (verdict.isPresent()) {
      Verdict found = cell.get().outcome().verdict();
      return new Judged(Summary.rank(found) >= Summary.rank(verdict.get()), start + found.words());
    }
    Optional<Figure> found =
        cell.get().outcome().figures().stream()
            .filter(any -> any.id().equals(figure.orElseThrow()))
            .findFirst();
    if (found.isEmpty()) {
      List<String> known = cell.get().outcome().figures().stream().map(Figure::id).toList();
      return new Judged(
          false,
          start
              + "not measured"
              + (known.isEmpty() ? "" : "; its figures are " + Words.list(known)));
    }
    double value = found.get().value();
    return new Judged(value <= max && value >= min, start + Words.figure(found.get()));
  }

  private String why(AuditReport report, Protection one) {
    if (!report.forms().contains(one)) {
      return ", the form was not attacked";
    }
    return report.untried().stream()
        .filter(untried -> untried.attack().equals(attack))
        .filter(untried -> untried.form().isEmpty() || untried.form().get() == one)
        .findFirst()
        .map(Untried::why)
        .map(why -> ", " + why)
        .orElse("");
  }
}
