package dev.brigandine.audit.attack;

import java.nio.file.Path;
import java.time.Duration;

/** One carrying out of an attack: what it may use, and whom it tells. */
public interface AttackRun {
  /** Of everything random in it. */
  long seed();

  /** What is left of the time it may take; attacks that train look at it between steps. */
  Duration left();

  /**
   * Tells how far it is.
   *
   * @param share from 0 to 1
   * @param what it does just now, in a clause
   * @throws InterruptedException if the audit was stopped
   */
  void progress(double share, String what) throws InterruptedException;

  /**
   * A private folder, emptied afterwards, for what the victim's process needs; in memory where the
   * system has such a place with room. Nothing recovered is written there. What a victim is made to
   * dump passes through it, and is deleted as soon as it has been searched.
   */
  Path scratch();
}
