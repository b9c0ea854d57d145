package dev.brigandine.cli;

import dev.brigandine.licenseserver.store.Database;
import dev.brigandine.licenseserver.store.DatabaseAddress;
import dev.brigandine.licenseserver.store.Move;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigandine license-server move}. */
@Command(
    name = "move",
    description =
        "Move all that the server knows to another, new database, from SQLite to PostgreSQL say."
            + " End the server first.")
final class LicenseServerMoveCommand implements Callable<Integer> {
  @Mixin ServerDatabaseOptions database;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description = "The new database, as for --db.")
  String to;

  private final Terminal terminal;

  LicenseServerMoveCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Database from = Database.open(DatabaseAddress.parse(database.db()), terminal.clock());
        Database target = Database.open(DatabaseAddress.parse(to), terminal.clock())) {
      terminal.say(
          Move.move(from, target) + " rows moved; run the server on the new database only");
    }
    return 0;
  }
}
