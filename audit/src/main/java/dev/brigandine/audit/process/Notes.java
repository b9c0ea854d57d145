package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Outcome;

/** What several attacks have to say. */
final class Notes {
  private Notes() {}

  /** For memory and dumps, whose readers can read the key file as well. */
  static Outcome device(Outcome outcome, Loot loot) {
    return loot.device()
        ? outcome.note(
            "The device key was there, too. It is not counted, since here it lies in a file that"
                + " the same user reads; keys on a TPM or HSM are in neither.")
        : outcome;
  }

  /** What rewritten weights are worth to who has found them. */
  static Outcome rewritten(Outcome outcome, Loot loot) {
    if (loot.captured().orElse(0.0) == 0) {
      return outcome;
    }
    String what =
        loot.ofKeys() > 0
            ? "The weights found were rewritten for one customer. With the graph and the key"
                + " tensors, both of which are in memory while the model runs, they make a copy"
                + " that works; without the key tensors they answer at chance."
            : "The weights found were rewritten for one customer. With the graph, which is in"
                + " memory too, they make a copy that works, though not of what was trained.";
    return outcome.note(what);
  }
}
