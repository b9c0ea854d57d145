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
  /** Whom attacks that do not depend on the form are run against: the first there is. */
  private static final List<Protection> STRONGEST =
      List.of(Protection.ARMORED, Protection.REWRITTEN, Protection.SEALED, Protection.PLAIN);

  /** Which form comes first where not all may be reached. */
  private static final List<Protection> TURNS =
      List.of(
          Protection.ARMORED,
          Protection.VAULT,
          Protection.REWRITTEN,
          Protection.SEALED,
          Protection.PLAIN);

  private final List<Step> steps;

  /**
   * An attack on a form.
   *
   * @param told the form it is told under; empty if it does not depend on one
   */
  record Step(Attack attack, Protection form, Optional<Protection> told) {
    /** Its part of the time, beside others: a copy that runs as it is needs no training. */
    private int weight() {
      boolean hard = told.isEmpty() || form == Protection.ARMORED;
      return switch (attack.card().effort()) {
        case SECONDS -> 1;
        case MINUTES -> hard ? 6 : 2;
        case LONG -> hard ? 30 : 10;
      };
    }

    /**
     * Which form is whose turn. What is quick begins with the plain one, which shows that an attack
     * works; what is not begins where it is needed, so that it is not the first to be left out.
     */
    private int turn() {
      if (attack.card().effort() == Effort.SECONDS) {
        return told.map(Protection::ordinal).orElse(Protection.values().length);
      }
      return told.map(TURNS::indexOf).orElse(0);
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
    Comparator<Step> byEffort = Comparator.comparing(step -> step.attack().card().effort());
    steps.sort(
        byEffort.thenComparing(Step::turn).thenComparing(step -> step.attack().card().family()));
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
    // Below that an attack is not carried out but only begun; what trains is bounded by its share.
    Duration least =
        steps.get(step).attack().card().effort() == Effort.SECONDS
            ? Duration.ofSeconds(60)
            : Duration.ofSeconds(20);
    Duration most = share.compareTo(least) > 0 ? share : least;
    return most.compareTo(left) > 0 ? left : most;
  }
}
