package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.LeaseTerms;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.VendorPublicKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigandine license delegate}: lends a licence server the right to license a bundle. */
@Command(
    name = "delegate",
    description =
        "Let a licence server license a bundle, so that your own key stays off connected machines."
            + " What it grants stays within what is said here.")
final class LicenseDelegateCommand implements Callable<Integer> {
  @Mixin VendorKeyOptions vendor;
  @Mixin ConditionOptions conditions;

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "FILE",
      description = "The protected model.")
  Path bundle;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "The server's public half, as license-server init wrote it.")
  Path to;

  @Option(
      names = "--expires",
      required = true,
      paramLabel = "DATE",
      description = "The last day of the right, and of all licences by it (UTC), or the moment.")
  String expires;

  @Option(
      names = "--relays",
      description = "The server may lend seats to relays, where there is no network.")
  boolean relays;

  @Option(
      names = "--floating",
      paramLabel = "HEARTBEAT/GRACE",
      description = "Floating licences only, renewed and outliving the server so long: 5m/1h.")
  String floating;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The delegation, a signed JWT, for the server.")
  Path output;

  private final Terminal terminal;

  LicenseDelegateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    AtomicFile.check(output);
    Outputs.refuseInputs(output, List.of(vendor.key, bundle, to));
    LicenseTerms terms =
        new LicenseTerms(
            Moments.end("--expires", expires),
            Optional.empty(),
            OptionalLong.empty(),
            conditions.onto(floating()));
    String jwt;
    try (Bundle opened = Bundle.open(bundle)) {
      VendorPublicKey server = VendorPublicKey.load(to);
      VendorKey key = vendor.load();
      jwt =
          LicenseIssuer.delegate(
              key,
              opened.manifest(),
              opened.signer(),
              server,
              relays,
              terms,
              terminal.clock().instant());
      terminal.say(
          "delegated "
              + Columns.shown(opened.manifest().modelId())
              + " version "
              + opened.manifest().modelVersion()
              + " to "
              + server.signer().thumbprint()
              + " until "
              + terms.expires());
    }
    AtomicFile.write(output, out -> out.write((jwt + "\n").getBytes(StandardCharsets.US_ASCII)));
    return 0;
  }

  private Conditions floating() {
    if (floating == null) {
      return Conditions.NONE;
    }
    String[] spans = floating.split("/", -1);
    if (spans.length != 2) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "--floating does not take " + Columns.shown(floating),
          "write heartbeat and grace: 5m/1h");
    }
    return Conditions.NONE.withLease(
        new LeaseTerms(
            ConditionOptions.span("--floating", spans[0]),
            ConditionOptions.span("--floating", spans[1])));
  }
}
