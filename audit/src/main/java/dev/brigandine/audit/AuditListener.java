package dev.brigandine.audit;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import dev.brigandine.audit.result.Untried;
import java.util.Optional;

/** Told how an audit goes, on the thread that runs it or on those of its attacks. */
public interface AuditListener {
  /** Tells nobody. */
  AuditListener NONE = new AuditListener() {};

  /**
   * A form is about to be made, which takes a while.
   *
   * @param what in a clause
   */
  default void preparing(String what) {}

  /**
   * An attack begins.
   *
   * @param number from 1
   * @param of how many there are
   */
  default void begun(AttackCard attack, Optional<Protection> form, int number, int of) {}

  /**
   * An attack is so far.
   *
   * @param share from 0 to 1
   * @param what it does, in a clause
   */
  default void progress(double share, String what) {}

  /** An attack ran to its end. */
  default void ended(Cell cell) {}

  /** An attack was not tried, or broke off. */
  default void left(Untried untried) {}

  /** What was found so far, after each attack: who keeps it has a report whatever happens. */
  default void reached(AuditReport sofar) {}
}
