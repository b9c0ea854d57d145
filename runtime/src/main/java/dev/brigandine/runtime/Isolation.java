package dev.brigandine.runtime;

/** Where a model runs. */
public enum Isolation {
  /** In this process; the licence and the device key are read here. */
  IN_PROCESS,
  /** In a vault on this machine, another process under another user. */
  VAULT
}
