package dev.brigandine.audit.attack;

/** How long an attack takes on two processors, and so when it is run unasked. */
public enum Effort {
  /** Seconds: part of every audit, the demo's too. */
  SECONDS,
  /** Up to two minutes for each form: part of a default audit. */
  MINUTES,
  /** More: run when it is named, or all are. */
  LONG
}
