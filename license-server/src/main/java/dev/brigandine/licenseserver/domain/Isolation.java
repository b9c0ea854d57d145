package dev.brigandine.licenseserver.domain;

/** Who may open the bundle. */
public enum Isolation {
  /** Any runtime. */
  IN_PROCESS,
  /** Only a vault, a process of its own. */
  VAULT
}
