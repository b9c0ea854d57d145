package dev.brigandine.cli;

import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigandine license-server token}. */
@Command(
    name = "token",
    description = "Make an API token for a member of staff. Prints it, this once.")
final class LicenseServerTokenCommand implements Callable<Integer> {
  @Mixin ServerDatabaseOptions database;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "One of: ${COMPLETION-CANDIDATES}; each may do what those after it may.")
  Role role;

  @Option(
      names = "--label",
      required = true,
      paramLabel = "TEXT",
      description = "For whom or what it is; the audit trail says so.")
  String label;

  private final Terminal terminal;

  LicenseServerTokenCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (LicenseServices services = database.open()) {
      terminal.out().println(services.staff().create(Actor.SYSTEM, label, role));
    }
    return 0;
  }
}
