package dev.brigandine.cli;

import dev.brigandine.license.License;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brigandine license show}. */
@Command(
    name = "show",
    description =
        "Show what a licence says. Its signature must hold, by the key it carries; whether that is"
            + " your vendor's, the fingerprint tells.")
final class LicenseShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "LICENCE", description = "The licence.")
  Path file;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  private final Terminal terminal;

  LicenseShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    License licence = License.load(file);
    Instant now = terminal.clock().instant();
    if (json) {
      Json.print(terminal.out(), members(licence, now));
    } else {
      print(licence, now);
    }
    return 0;
  }

  private static String state(License licence, Instant now) {
    if (now.isBefore(licence.notBefore())) {
      return "not yet valid";
    }
    return now.isBefore(licence.expires()) ? "valid" : "expired";
  }

  private static Map<String, Object> members(License licence, Instant now) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("id", licence.id());
    members.put("state", state(licence, now));
    members.put("signature", "valid");
    members.put("signer", licence.signer().thumbprint());
    members.put("model", licence.model());
    licence.modelVersion().ifPresent(version -> members.put("version", version));
    licence.customer().ifPresent(customer -> members.put("customer", customer));
    members.put("bundles", licence.bundles());
    members.put("device", licence.device());
    members.put("issued", licence.issuedAt().toString());
    members.put("notBefore", licence.notBefore().toString());
    members.put("expires", licence.expires().toString());
    licence.runs().ifPresent(runs -> members.put("runs", runs));
    ShownConditions.put(licence, members);
    return members;
  }

  private void print(License licence, Instant now) {
    Columns columns = new Columns("");
    columns.row("licence", licence.id());
    columns.row("signer", licence.signer().thumbprint() + ", signature valid");
    String version =
        licence.modelVersion().isPresent()
            ? ", version " + licence.modelVersion().getAsLong()
            : ", any version";
    columns.row("model", licence.model() + version);
    licence.customer().ifPresent(customer -> columns.row("customer", customer));
    columns.row("bundle", String.join(", ", licence.bundles()));
    columns.row("device", licence.device());
    columns.row("issued", licence.issuedAt().toString());
    columns.row("holds from", licence.notBefore().toString());
    columns.row("expires", licence.expires().toString());
    columns.row(
        "runs",
        licence.runs().isPresent() ? Long.toString(licence.runs().getAsLong()) : "any number");
    ShownConditions.rows(licence, columns);
    columns.row("now", state(licence, now) + remaining(licence, now));
    columns.print(terminal.out());
  }

  private static String remaining(License licence, Instant now) {
    long days = Duration.between(now, licence.expires()).toDays();
    if (!state(licence, now).equals("valid")) {
      return "";
    }
    return days == 0 ? ", for less than a day" : ", for " + days + (days == 1 ? " day" : " days");
  }
}
