package dev.brigandine.audit;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Protection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The order of an audit: what is quick first, so that one that is stopped has told the most; and
 * the time of each.
 */
final class Course {
  /** The strongest form there is, for attacks that do not depend on it. */
  private static final List<Protection> STRONGEST =
      List.of(Protection.ARMORED, Protection.REWRITTEN, Protection.SEALED, Protection.PLAIN);

  private final List<Step> steps;

  /**
   * An attack on a form.
   *
   * @param told the form it is told under; empty if it does not depend on one
   */
  record Step(Attack attack, Protection form, Optional<Protection> told) {
    /** Its part of the time, beside others. */
    private int weight() {
      return switch (attack.card().effort()) {
        case SECONDS -> 1;
        case MINUTES -> 6;
        case LONG -> 30;
      };
    }
  }

  private Course(List<Step> steps) {
    this.steps = steps;
  }

  static Course of(List<Attack> attacks, Set<Protection> forms) {
    List<Step> steps = new ArrayList<>();
    for (Attack attack : attacks) {
      if (attack.card().eachForm()) {
        for (Protection form : Protection.values()) {
          if (forms.contains(form)) {
            steps.add(new Step(attack, form, Optional.of(form)));
          }
        }
      } else {
        Protection form =
            STRONGEST.stream().filter(forms::contains).findFirst().orElse(Protection.ARMORED);
        steps.add(new Step(attack, form, Optional.empty()));
      }
    }
    // Form by form: most attacks that train are over at once where the copy runs as it is, and what
    // they leave over is for the armored model, and for queries.
    Comparator<Step> byEffort = Comparator.comparing(step -> step.attack().card().effort());
    steps.sort(
        byEffort
            .thenComparing(step -> step.told().map(Protection::ordinal).orElse(Integer.MAX_VALUE))
            .thenComparing(step -> step.attack().card().family()));
    return new Course(steps);
  }

  List<Step> steps() {
    return steps;
  }

  /** Those alone that can be tried. */
  Course only(Predicate<Step> possible) {
    return new Course(steps.stream().filter(possible).toList());
  }

  /**
   * How long a step may take: its share of what is left, so that what the quick ones leave over
   * goes to the long ones.
   *
   * @param left of the budget
   */
  Duration share(int step, Duration left) {
    long all = steps.subList(step, steps.size()).stream().mapToLong(Step::weight).sum();
    Duration share = left.multipliedBy(steps.get(step).weight()).dividedBy(all);
    // Quick ones take what they take: the share is there to bound what trains.
    Duration least =
        steps.get(step).attack().card().effort() == Effort.SECONDS
            ? Duration.ofSeconds(60)
            : Duration.ZERO;
    Duration most = share.compareTo(least) > 0 ? share : least;
    return most.compareTo(left) > 0 ? left : most;
  }
}
