package dev.brigandine.vault.local;

/** What the vault tells of itself, and what it can be told to do. Safe for all threads. */
public interface Control {
  /** How the vault is; a JSON text. For everyone who is let in. */
  String status();

  /** Reads the configuration again; a JSON text. For the vault's own user and root. */
  String reload();
}
