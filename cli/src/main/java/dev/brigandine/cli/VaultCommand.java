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
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code brigandine vault}: run it, or speak with the one that runs by its subcommands. */
@Command(
    name = "vault",
    description =
        "Run models in a hardened process of its own until it is told to stop (SIGTERM). Prints"
            + " where it listens on stdout once it is ready.",
    subcommands = {VaultStatusCommand.class, VaultReloadCommand.class, VaultKeyCommand.class})
final class VaultCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      defaultValue = "/etc/brigandine/vault.yaml",
      paramLabel = "FILE",
      description = "The configuration. Default: ${DEFAULT-VALUE}.")
  Path config;

  private final Terminal terminal;

  VaultCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    VaultConfig settings = ConfigFile.load(config);
    Hardening hardening = ProcessHardening.apply(Setup.of(settings.local().users()));
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
            new Thread(
                () -> {
                  vault.close();
                  stopped.countDown();
                },
                "stop"));
    for (Front front : vault.fronts()) {
      terminal.out().println(front.kind() + " " + front.address());
    }
    terminal.out().flush();
    stopped.await();
    return 0;
  }
}
