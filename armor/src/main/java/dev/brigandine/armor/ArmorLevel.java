package dev.brigandine.armor;

/** How far a model is rewritten. */
public enum ArmorLevel {
  /** Symmetries that cost nothing at run time; no key tensors. */
  REWRITE,
  /** Locks, too: without its key tensors the model answers at chance. */
  FULL
}
