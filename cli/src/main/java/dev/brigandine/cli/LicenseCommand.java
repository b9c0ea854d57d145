package dev.brigandine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code brigandine license}: who may open a bundle, where, until when. */
@Command(
    name = "license",
    description = "Issue licences, look at them, sell and revoke them through a licence server.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LicenseIssueCommand.class,
      LicenseShowCommand.class,
      LicenseDelegateCommand.class,
      LicenseSellCommand.class,
      LicenseRevokeCommand.class
    })
final class LicenseCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: issue, show, delegate, sell or revoke");
  }
}
