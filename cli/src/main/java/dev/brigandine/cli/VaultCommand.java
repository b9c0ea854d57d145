package dev.brigandine.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
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
      defaultValue = VaultStart.DEFAULT_CONFIG,
      paramLabel = "FILE",
      description = "The configuration. Default: ${DEFAULT-VALUE}.")
  Path config;

  private final Terminal terminal;

  VaultCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    return VaultStart.run(config, terminal);
  }
}
