package dev.brigandine.cli;

import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigandine license-server backup}. */
@Command(
    name = "backup",
    description = "Copy a SQLite database while the server runs. For PostgreSQL use pg_dump.")
final class LicenseServerBackupCommand implements Callable<Integer> {
  @Mixin ServerDatabaseOptions database;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The copy. Never overwritten.")
  Path output;

  private final Terminal terminal;

  LicenseServerBackupCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    Outputs.refuseExisting(output);
    try (LicenseServices services = database.open()) {
      services.backup().save(Actor.SYSTEM, output);
    }
    terminal.say("copied the database to " + output);
    return 0;
  }
}
