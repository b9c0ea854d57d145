package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;

/** The same on a vault. */
final class VaultAttacks {
  private VaultAttacks() {}

  static Outcome agents(Target target, AttackRun run) throws Exception {
    throw new UnsupportedOperationException("not yet");
  }

  static Outcome memory(Target target, AttackRun run) throws Exception {
    throw new UnsupportedOperationException("not yet");
  }

  static Outcome heap(Target target, AttackRun run) throws Exception {
    throw new UnsupportedOperationException("not yet");
  }

  static Outcome core(Target target, AttackRun run) throws Exception {
    throw new UnsupportedOperationException("not yet");
  }

  static Outcome traces(Target target, AttackRun run) throws Exception {
    throw new UnsupportedOperationException("not yet");
  }
}
