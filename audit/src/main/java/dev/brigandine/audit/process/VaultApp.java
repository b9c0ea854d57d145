package dev.brigandine.audit.process;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.vault.Vault;
import dev.brigandine.vault.config.ConfigFile;
import dev.brigandine.vault.config.VaultConfig;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.ProcessHardening;
import dev.brigandine.vault.harden.Setup;
import java.nio.file.Path;
import java.time.Clock;

/**
 * A vault as {@code brigandine vault --config FILE} runs it: the same measures, then the same
 * server. Ends when its standard input does, or with the exit status of the command's refusal.
 */
public final class VaultApp {
  private VaultApp() {}

  /** Takes the configuration's file. */
  public static void main(String[] args) throws Exception {
    Path config = Path.of(args[0]);
    try {
      VaultConfig settings = ConfigFile.load(config);
      Hardening hardening = ProcessHardening.apply(Setup.of(settings.local().users()));
      try (Vault vault =
          Vault.start(config, settings, hardening, Clock.systemUTC(), System.err::println)) {
        System.err.println("it listens at " + vault.fronts().get(0).address());
        System.out.println(Orders.READY);
        System.out.flush();
        while (System.in.read() >= 0) {
          // Until nobody is there any more.
        }
      }
    } catch (BrigandineException e) {
      System.err.println(e.code() + ": " + e.getMessage());
      System.exit(e.code().exitStatus());
    }
  }
}
