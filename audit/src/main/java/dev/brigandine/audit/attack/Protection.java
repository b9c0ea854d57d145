package dev.brigandine.audit.attack;

import java.util.Locale;

/** The form in which a model lies on the machine that the thief has. */
public enum Protection {
  /** The ONNX file as it was trained. */
  PLAIN("plain"),
  /** Encrypted, signed and licensed; what runs is what was trained. */
  SEALED("sealed"),
  /** Sealed, and rewritten for one customer, without locks. */
  REWRITTEN("rewritten"),
  /** Sealed, rewritten, and locked by key tensors. */
  ARMORED("armored"),
  /** Armored, and run by a vault, a process of its own. */
  VAULT("in the vault");

  private final String words;

  Protection(String words) {
    this.words = words;
  }

  /** As it is told to people. */
  public String words() {
    return words;
  }

  /** As it stands in JSON and options: {@code vault}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
