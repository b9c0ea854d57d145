package dev.brigandine.vault.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The socket for this machine.
 *
 * @param users names of the users who are let in; empty for the vault's own user alone
 * @param maxBytes most bytes of tensors that one run may bring, and most that it may answer
 * @param maxConnections most connections at a time, of all users together
 */
public record LocalConfig(Path socket, List<String> users, long maxBytes, int maxConnections) {
  /** Copies the list. */
  public LocalConfig {
    users = List.copyOf(users);
  }
}
