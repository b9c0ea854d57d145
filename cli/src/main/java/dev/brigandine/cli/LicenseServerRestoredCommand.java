package dev.brigandine.cli;

import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code brigandine license-server restore}. */
@Command(
    name = "restore",
    description =
        "Tell the server that its database was brought back from a copy: it grants no seat until"
            + " every lease that the copy does not know of is over.")
final class LicenseServerRestoredCommand implements Callable<Integer> {
  @Mixin ServerDatabaseOptions database;

  private final Terminal terminal;

  LicenseServerRestoredCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (LicenseServices services = database.open()) {
      services.backup().restored(Actor.SYSTEM);
    }
    terminal.say("the server waits for leases that it does not know before it grants a seat");
    return 0;
  }
}
