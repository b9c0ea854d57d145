package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brigandine license revoke}: takes back what a licence server granted. */
@Command(
    name = "revoke",
    description = "Take back an entitlement, or all that one device was granted.")
final class LicenseRevokeCommand implements Callable<Integer> {
  private static final int ENTITLEMENT = 22;
  private static final int DEVICE = 43;

  @Mixin StaffApi api;

  @Parameters(
      paramLabel = "ID",
      description = "The entitlement (22 characters), or the device's fingerprint (43).")
  String id;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it stays in the audit trail.")
  String reason;

  private final Terminal terminal;

  LicenseRevokeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    boolean device = id.length() == DEVICE;
    if (!id.matches("[A-Za-z0-9_-]+") || !device && id.length() != ENTITLEMENT) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "'" + Columns.shown(id) + "' is neither an entitlement nor a device's fingerprint",
          "the first has 22 characters, the second 43");
    }
    api.post(
        (device ? "/v1/devices/" : "/v1/licenses/") + id + "/revoke", Map.of("reason", reason));
    terminal.say((device ? "device " : "entitlement ") + id + " is revoked");
    return 0;
  }
}
