package dev.brigandine.vault.harden;

/** The measures there are, in the order they are told. */
enum Item {
  OWN_USER("own-user", true),
  NOT_DUMPABLE("not-dumpable", true),
  NO_CORE_FILES("no-core-files", true),
  KEPT_OUT_OF_DUMPS("kept-out-of-dumps", true),
  NO_ATTACH("no-attach", true),
  NO_AGENTS("no-agents", true),
  NO_PRELOAD("no-preload", true),
  PRIVATE_NATIVES("private-natives", true),
  SECCOMP("seccomp", true),
  NO_TELEMETRY("no-telemetry", true),
  /** Required where the machine swaps. */
  KEYS_LOCKED("keys-locked", false),
  KEYS_WIPED("keys-wiped", false),
  PRIVATE_TMP("private-tmp", false),
  NO_SWAP("no-swap", false);

  private final String id;
  private final boolean required;

  Item(String id, boolean required) {
    this.id = id;
    this.required = required;
  }

  boolean required() {
    return required;
  }

  Measure on(String detail) {
    return new Measure(id, State.ON, required, detail, "");
  }

  Measure off(String detail, String remedy) {
    return off(required, detail, remedy);
  }

  Measure off(boolean must, String detail, String remedy) {
    return new Measure(id, State.OFF, must, detail, remedy);
  }

  Measure none(String detail, String remedy) {
    return new Measure(id, State.NOT_AVAILABLE, required, detail, remedy);
  }
}
