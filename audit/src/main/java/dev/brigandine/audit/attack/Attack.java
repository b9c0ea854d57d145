package dev.brigandine.audit.attack;

import java.util.Optional;

/**
 * A known attack, as one object per audit. Found by {@link java.util.ServiceLoader}: another jar on
 * the class path adds attacks by naming them in {@code
 * META-INF/services/dev.brigandine.audit.attack.Attack}.
 *
 * <p>An attack writes what it recovers nowhere: not to disk, not into its outcome, not into
 * messages. Weights and keys stay in memory and are let go of when it ends.
 */
public interface Attack {
  /** What it is; always the same. */
  AttackCard card();

  /**
   * Why it can't be run against this target here, in a clause that names what is missing; empty if
   * it can. Cheap: it opens and captures nothing.
   */
  Optional<String> hindrance(Target target);

  /**
   * Carries it out.
   *
   * @param target in one form; for an attack that is run once, the strongest there is
   * @throws InterruptedException if the audit was stopped
   * @throws Exception if it could not be carried out, which the report tells as such: an attack
   *     that was repelled returns an outcome
   */
  Outcome run(Target target, AttackRun run) throws Exception;
}
