package dev.brigandine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code brigandine device}: what a licence is bound to. */
@Command(
    name = "device",
    description = "The key of the machine that a model runs on.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DeviceInitCommand.class, DeviceShowCommand.class, DeviceActivateCommand.class})
final class DeviceCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: init, show or activate");
  }
}
