package dev.brigandine.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.runtime.internal.local.ControlClient;
import dev.brigandine.vault.StatusJson;
import dev.brigandine.vault.VaultStatus;
import dev.brigandine.vault.harden.ProcessHardening;
import dev.brigandine.vault.harden.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigandine vault status}. */
@Command(
    name = "status",
    description =
        "Show a vault's measures, fronts and models; without a running vault, what this machine"
            + " can do.")
final class VaultStatusCommand implements Callable<Integer> {
  @Mixin VaultSocketOptions vault;

  @Option(names = "--json", description = "One JSON object on stdout.")
  boolean json;

  @Option(
      names = "--require",
      description = "Exit with 30 unless all is on that a licence with isolation: vault wants.")
  boolean require;

  private final Terminal terminal;

  VaultStatusCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String text =
        vault.isThere()
            ? ControlClient.status(vault.socket, VaultSocketOptions.PATIENCE)
            : StatusJson.of(VaultStatus.of(ProcessHardening.probe()));
    JsonObject status = VaultSocketOptions.object(text);
    if (json) {
      terminal.out().println(text);
    } else {
      print(status);
    }
    if (require) {
      requireMeasures(status);
    }
    return 0;
  }

  private void print(JsonObject status) {
    boolean running = status.get("running").getAsBoolean();
    if (!running) {
      terminal.out().println("no vault at " + vault.socket + "; this machine could do:");
    }
    Columns measures = new Columns("");
    for (JsonElement element : status.getAsJsonArray("measures")) {
      JsonObject measure = element.getAsJsonObject();
      measures.row(
          text(measure, "id"),
          text(measure, "state") + (measure.get("required").getAsBoolean() ? " *" : ""),
          text(measure, "detail"));
    }
    measures.print(terminal.out());
    terminal.out().println("* a licence with isolation: vault opens only where it is on");
    for (JsonElement element : status.getAsJsonArray("measures")) {
      JsonObject measure = element.getAsJsonObject();
      if (!measure.get("remedy").isJsonNull() && !text(measure, "state").equals(State.ON.word())) {
        terminal.hint(text(measure, "id") + ": " + text(measure, "remedy"));
      }
    }
    if (running) {
      terminal.out().println();
      Columns rest = new Columns("");
      for (JsonElement element : status.getAsJsonArray("fronts")) {
        JsonObject front = element.getAsJsonObject();
        boolean more = !front.get("detail").isJsonNull();
        rest.row(text(front, "kind"), text(front, "address"), more ? text(front, "detail") : "");
      }
      for (JsonElement element : status.getAsJsonArray("models")) {
        model(rest, element.getAsJsonObject());
      }
      rest.print(terminal.out());
    }
  }

  private static void model(Columns rows, JsonObject model) {
    StringBuilder words = new StringBuilder();
    words.append("version ").append(shown(model.get("version")));
    words.append(model.get("ready").getAsBoolean() ? ", ready" : ", not ready");
    for (String count : List.of("served", "refused", "running", "waiting", "batches")) {
      words.append(", ").append(count).append(' ').append(shown(model.get(count)));
    }
    if (!model.get("licence").isJsonNull()) {
      words.append(", licence until ");
      words.append(text(model.getAsJsonObject("licence"), "expires"));
    }
    if (!model.get("batching").isJsonNull()) {
      words.append(", ").append(text(model, "batching"));
    }
    if (!model.get("trouble").isJsonNull()) {
      words.append(": ").append(text(model.getAsJsonObject("trouble"), "sentence"));
    }
    rows.row("model", text(model, "name"), words.toString());
  }

  private static String shown(JsonElement value) {
    return value.isJsonNull() ? "-" : value.getAsString();
  }

  private static String text(JsonObject object, String member) {
    return object.get(member).getAsString();
  }

  private static void requireMeasures(JsonObject status) {
    List<String> missing = new ArrayList<>();
    for (JsonElement element : status.getAsJsonArray("measures")) {
      JsonObject measure = element.getAsJsonObject();
      if (measure.get("required").getAsBoolean()
          && !text(measure, "state").equals(State.ON.word())) {
        missing.add(text(measure, "id"));
      }
    }
    if (!missing.isEmpty()) {
      throw new BrigandineException(
          ErrorCode.THRESHOLD,
          "not on, and wanted by a licence with isolation: vault: " + String.join(", ", missing),
          "brigandine vault status tells what to do about each");
    }
  }
}
