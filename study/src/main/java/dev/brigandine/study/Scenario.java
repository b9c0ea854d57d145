package dev.brigandine.study;

import java.util.function.Predicate;

/** Which layers the vendor locks, and which it tuned. */
enum Scenario {
  ALL_TUNED_NORMS_LOCKED(
      "Every weight tuned; locks behind the layer normalizations",
      512,
      new Locked(false, false),
      false),
  ALL_TUNED_HIDDEN_LOCKED(
      "Every weight tuned; locks on every hidden linear layer",
      512,
      new Locked(true, false),
      false),
  ALL_TUNED_ALL_LOCKED(
      "Every weight tuned; locks on every linear layer", 512, new Locked(true, true), false),
  LOCKED_TUNED_NORMS_LOCKED(
      "Only what is locked tuned; locks behind the layer normalizations",
      512,
      new Locked(false, false),
      true),
  LOCKED_TUNED_HIDDEN_LOCKED(
      "Only what is locked tuned; locks on every hidden linear layer",
      512,
      new Locked(true, false),
      true),
  SQUARE_LOCKED_TUNED(
      "Only what is locked tuned; locks on every hidden linear layer, all 128 × 128",
      128,
      new Locked(true, false),
      true);

  private final String words;
  private final int hidden;
  private final Locked locked;
  private final boolean onlyLocked;

  Scenario(String words, int hidden, Locked locked, boolean onlyLocked) {
    this.words = words;
    this.hidden = hidden;
    this.locked = locked;
    this.onlyLocked = onlyLocked;
  }

  String words() {
    return words;
  }

  Encoder net() {
    return new Encoder(3, 128, hidden);
  }

  Locked locked() {
    return locked;
  }

  /** The weights the vendor left as in the base. */
  Predicate<String> frozen() {
    return name -> onlyLocked && !locked.is(name.substring(0, name.lastIndexOf('.')));
  }
}
