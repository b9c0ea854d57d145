package dev.brigandine.audit.result;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Protection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an audit found. It holds figures and words, never a weight or a key.
 *
 * @param version of Brigandine
 * @param machine processors, memory, operating system and JDK, in words
 * @param command that makes the audit again
 * @param forms the columns of the matrix
 * @param attacks all there are, those not tried included
 * @param cells what was tried
 * @param untried what was not, and why
 * @param partial whether the audit was stopped before its end
 */
public record AuditReport(
    Instant begun,
    Duration took,
    String version,
    String machine,
    String command,
    Subject subject,
    List<Protection> forms,
    List<AttackCard> attacks,
    List<Cell> cells,
    List<Untried> untried,
    boolean partial) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if two attacks have one id, or what was tried or not is of an
   *     attack that is not listed: a page would show it under another's name, or not at all
   */
  public AuditReport {
    forms = List.copyOf(forms);
    attacks = List.copyOf(attacks);
    cells = List.copyOf(cells);
    untried = List.copyOf(untried);
    Set<String> ids = new HashSet<>();
    for (AttackCard card : attacks) {
      if (!ids.add(card.id())) {
        throw new IllegalArgumentException("two attacks are called " + card.id());
      }
    }
    Stream.concat(cells.stream().map(Cell::attack), untried.stream().map(Untried::attack))
        .filter(id -> !ids.contains(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw new IllegalArgumentException("no attack is listed as " + id);
            });
  }
}
