package dev.brigandine.runtime;

/**
 * Which key tensors a model with locks gets ({@link OpenOptions#keyTensors}). For showing what the
 * locks are worth: anything but {@link #OWN} makes the answers wrong, and nothing else. A model
 * without locks answers as ever.
 */
public enum KeyTensorsMode {
  /** Its own, derived from the licence. */
  OWN,
  /** Zeros in the place of all of them. */
  NONE,
  /** Those of a key that was made up for the occasion. */
  WRONG
}
