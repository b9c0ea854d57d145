package dev.brigandine.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigandine license sell}: from a delegation to something a customer can use. */
@Command(
    name = "sell",
    description =
        "Let a licence server license a bundle to a customer. Prints the entitlement, by which the"
            + " customer's machines ask for their licences.")
final class LicenseSellCommand implements Callable<Integer> {
  @Mixin StaffApi api;

  @Option(
      names = "--delegation",
      required = true,
      paramLabel = "FILE",
      description = "The bundle's delegation, as license delegate made it.")
  Path delegation;

  @Option(
      names = "--customer",
      required = true,
      paramLabel = "NAME",
      description = "Who buys; made if the server does not know him.")
  String customer;

  @Option(
      names = "--expires",
      required = true,
      paramLabel = "DATE",
      description = "The last day it holds (UTC), or the moment it ends.")
  String expires;

  @ArgGroup(multiplicity = "1")
  Form form;

  /** One of the two. */
  static final class Form {
    @Option(
        names = "--seats",
        paramLabel = "N",
        description = "Floating: this many clients at a time, on any machines.")
    Integer seats;

    @Option(
        names = "--machines",
        paramLabel = "N",
        description = "Bound to this many machines, for good.")
    Integer machines;
  }

  @Option(
      names = "--heartbeat",
      paramLabel = "SECONDS",
      description = "How often a client renews its seat. Default: 300.")
  Integer heartbeat;

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      description = "How long a client goes on while the server is away. Default: 600.")
  Integer grace;

  private final Terminal terminal;

  LicenseSellCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    String end = Moments.end("--expires", expires).toString();
    String jwt = new String(Files.readAllBytes(delegation), StandardCharsets.US_ASCII).strip();
    JsonObject bundle = api.post("/v1/bundles", Map.of("delegation", jwt));

    Map<String, Object> body = new LinkedHashMap<>();
    body.put("customer", customer());
    body.put("bundles", List.of(bundle.get("id").getAsString()));
    body.put("kind", form.seats != null ? "floating" : "node-locked");
    if (form.seats != null) {
      body.put("seats", form.seats);
    } else {
      body.put("maxDevices", form.machines);
    }
    put(body, "heartbeat", heartbeat);
    put(body, "grace", grace);
    body.put("expires", end);
    JsonObject license = api.post("/v1/licenses", body);
    terminal.say(
        "sold "
            + Columns.shown(bundle.get("model").getAsString())
            + " to "
            + Columns.shown(customer)
            + " until "
            + end
            + "; entitlement:");
    terminal.out().println(license.get("id").getAsString());
    return 0;
  }

  private static void put(Map<String, Object> body, String name, Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  /** The id of the customer of that name, the first if there are several. */
  private String customer() throws IOException {
    String after = "";
    do {
      JsonObject page = api.get("/v1/customers?limit=200" + after);
      for (JsonElement item : page.getAsJsonArray("items")) {
        JsonObject known = item.getAsJsonObject();
        if (known.get("name").getAsString().equals(customer)) {
          return known.get("id").getAsString();
        }
      }
      JsonElement next = page.get("next");
      after = next == null || next.isJsonNull() ? "" : "&after=" + next.getAsString();
    } while (!after.isEmpty());
    return api.post("/v1/customers", Map.of("name", customer)).get("id").getAsString();
  }
}
