package dev.brigandine.vault.harden;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What hardening must know of a vault that is about to start.
 *
 * @param users names of those let in at the local socket; empty for the vault's own user alone
 * @param folder where the private temporary folder is made; empty for the first of {@code
 *     $RUNTIME_DIRECTORY}, {@code $XDG_RUNTIME_DIR} and {@code java.io.tmpdir} that lets programs
 *     be loaded from it
 */
public record Setup(List<String> users, Optional<Path> folder) {
  /** Copies the list. */
  public Setup {
    users = List.copyOf(users);
  }

  /** Callers as given, the folder where the machine wants it. */
  public static Setup of(List<String> users) {
    return new Setup(users, Optional.empty());
  }

  /** Whether this process's own user is among the callers. */
  boolean ownUserCalls(String name, int uid) {
    return users.isEmpty() || users.contains(name) || users.contains(Integer.toString(uid));
  }
}
