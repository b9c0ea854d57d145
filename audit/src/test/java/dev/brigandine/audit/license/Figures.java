package dev.brigandine.audit.license;

import dev.brigandine.audit.attack.Outcome;

/** What an outcome measured. */
final class Figures {
  private Figures() {}

  static long of(Outcome outcome, String id) {
    return outcome.figures().stream()
        .filter(figure -> figure.id().equals(id))
        .mapToLong(figure -> (long) figure.value())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no figure " + id + " in " + outcome.figures()));
  }
}
