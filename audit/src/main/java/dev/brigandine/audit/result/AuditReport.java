package dev.brigandine.audit.result;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Protection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
  /** Copies the lists. */
  public AuditReport {
    forms = List.copyOf(forms);
    attacks = List.copyOf(attacks);
    cells = List.copyOf(cells);
    untried = List.copyOf(untried);
  }
}
