package dev.brigandine.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.runtime.internal.local.ControlClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigandine vault reload}. */
@Command(
    name = "reload",
    description =
        "Have a vault read its configuration's models again: new versions, renewed licences. For"
            + " root and the vault's own user.")
final class VaultReloadCommand implements Callable<Integer> {
  @Mixin VaultSocketOptions vault;

  @Option(names = "--json", description = "One JSON object on stdout.")
  boolean json;

  private final Terminal terminal;

  VaultReloadCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String text = ControlClient.reload(vault.socket, VaultSocketOptions.PATIENCE);
    JsonObject report = VaultSocketOptions.object(text);
    if (json) {
      terminal.out().println(text);
    } else {
      Columns changes = new Columns("");
      for (JsonElement element : report.getAsJsonArray("changes")) {
        JsonObject change = element.getAsJsonObject();
        changes.row(
            change.get("model").getAsString(),
            change.get("version").isJsonNull() ? "-" : change.get("version").getAsString(),
            change.get("outcome").getAsString(),
            change.get("trouble").isJsonNull()
                ? ""
                : change.getAsJsonObject("trouble").get("sentence").getAsString());
      }
      changes.print(terminal.out());
    }
    return report.get("complete").getAsBoolean() ? 0 : ErrorCode.INTERNAL.exitStatus();
  }
}
