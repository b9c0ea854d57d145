package dev.brigandine.license;

/** Where a licence lets the engine run. */
public enum Isolation {
  /** In the application's own process, or better. */
  IN_PROCESS("in-process"),
  /** In a vault: a process of its own, under a user of its own. */
  VAULT("vault");

  private final String id;

  Isolation(String id) {
    this.id = id;
  }

  /** As licences spell it. */
  public String id() {
    return id;
  }
}
