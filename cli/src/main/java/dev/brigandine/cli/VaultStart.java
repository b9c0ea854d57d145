package dev.brigandine.cli;

import dev.brigandine.vault.Front;
import dev.brigandine.vault.Vault;
import dev.brigandine.vault.config.ConfigFile;
import dev.brigandine.vault.config.VaultConfig;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.harden.ProcessHardening;
import dev.brigandine.vault.harden.Setup;
import dev.brigandine.vault.harden.State;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A vault's process from its configuration to its end. Apart from the command, which a vault that
 * starts need not load: reading the command line of all commands takes half as long again as
 * opening a model.
 */
final class VaultStart {
  static final String DEFAULT_CONFIG = "/etc/brigandine/vault.yaml";

  private VaultStart() {}

  /**
   * The configuration, if the command line asks for a vault in the way that units and scripts do,
   * {@code vault [--config FILE]}; null for all else, help and mistakes included.
   */
  static String plainly(String[] args) {
    if (args.length == 1 && args[0].equals("vault")) {
      return DEFAULT_CONFIG;
    }
    boolean plain =
        args.length == 3
            && args[0].equals("vault")
            && args[1].equals("--config")
            && !args[2].isEmpty()
            && args[2].charAt(0) != '-'
            && args[2].charAt(0) != '@';
    return plain ? args[2] : null;
  }

  /** As a process of its own: the exit status. */
  static int main(String config, Terminal terminal) {
    try {
      // What is slow to load needs no configuration: that is read beside it.
      ProcessHardening.Begun begun = ProcessHardening.begin(Optional.empty());
      Path file = terminal.resolve(config);
      VaultConfig settings = ConfigFile.load(file);
      return run(file, settings, begun.finish(Setup.of(settings.local().users())), terminal);
    } catch (Throwable thrown) { // out of memory, too, has its one clear sentence
      String debug = terminal.environment().apply("BRIGANDINE_DEBUG");
      return Failures.report(
          thrown, terminal, debug != null && !debug.isEmpty() && !debug.equals("0"));
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  /** By the command. A configuration that is off is told before the process changes itself. */
  static int run(Path config, Terminal terminal) throws InterruptedException {
    VaultConfig settings = ConfigFile.load(config);
    Setup setup = Setup.of(settings.local().users());
    return run(config, settings, ProcessHardening.apply(setup), terminal);
  }

  /** Runs until the process is told to stop. */
  private static int run(Path config, VaultConfig settings, Hardening hardening, Terminal terminal)
      throws InterruptedException {
    for (Measure measure : hardening.measures()) {
      if (measure.required() && measure.state() != State.ON) {
        terminal.say(measure.id() + " is " + measure.state().word() + ": " + measure.detail());
        if (!measure.remedy().isEmpty()) {
          terminal.hint(measure.remedy());
        }
      }
    }
    Vault vault = Vault.start(config, settings, hardening, terminal.clock(), terminal::say);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread("stop") {
              @Override
              public void run() {
                vault.close();
                stopped.countDown();
              }
            });
    for (Front front : vault.fronts()) {
      terminal.out().println(front.kind() + " " + front.address());
    }
    terminal.out().flush();
    stopped.await();
    return 0;
  }
}
