package dev.brigandine.vault.harden;

import dev.brigandine.license.License;
import java.util.List;

/** The measures of this process, taken before any key is read. */
public interface Hardening {
  /** In the order of {@code docs/vault.md}. */
  List<Measure> measures();

  /**
   * Refuses a licence with {@code isolation: vault} where a required measure is not on, naming it.
   *
   * @throws dev.brigandine.bundle.BrigandineException ({@link
   *     dev.brigandine.bundle.ErrorCode#ISOLATION_REQUIRED})
   */
  void require(License license);
}
