package dev.brigandine.audit;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which attacks are run: those up to an effort, or those that are named.
 *
 * @param most of the effort; those beyond are told as not tried
 * @param named only these, whatever their effort; empty for all up to it
 */
public record Selection(Effort most, Set<String> named) {
  /** Only what takes seconds. */
  public static final Selection QUICK = new Selection(Effort.SECONDS, Set.of());

  /** What takes minutes, too. */
  public static final Selection USUAL = new Selection(Effort.MINUTES, Set.of());

  /** All there are. */
  public static final Selection ALL = new Selection(Effort.LONG, Set.of());

  /** Copies the names. */
  public Selection {
    named = Set.copyOf(named);
  }

  /**
   * Reads {@code quick}, {@code usual}, {@code all}, or ids with commas between.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) for an id that no attack has
   */
  public static Selection parse(String text, List<Attack> attacks) {
    switch (text) {
      case "quick" -> {
        return QUICK;
      }
      case "usual" -> {
        return USUAL;
      }
      case "all" -> {
        return ALL;
      }
      default -> {
        return new Selection(Effort.LONG, ids(text, attacks));
      }
    }
  }

  private static Set<String> ids(String text, List<Attack> attacks) {
    Set<String> known =
        attacks.stream()
            .map(attack -> attack.card().id())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> ids = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String id : text.split(",", -1)) {
      if (known.contains(id.strip())) {
        ids.add(id.strip());
      } else {
        unknown.add(id.strip());
      }
    }
    if (!unknown.isEmpty()) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "there is no attack " + String.join(", ", unknown),
          "there are quick, usual, all, and " + String.join(", ", known));
    }
    return ids;
  }

  /** Whether that one is run. */
  boolean has(AttackCard card) {
    return named.isEmpty() ? card.effort().compareTo(most) <= 0 : named.contains(card.id());
  }
}
