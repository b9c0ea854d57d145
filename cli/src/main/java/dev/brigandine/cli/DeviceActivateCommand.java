package dev.brigandine.cli;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.client.ClientOptions;
import dev.brigandine.license.client.LicenseClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code brigandine device activate}: a licence from a server, for later use without one. */
@Command(
    name = "activate",
    description =
        "Ask a licence server for this device's licence and keep it in a file. A floating licence"
            + " needs the server again for its seat.")
final class DeviceActivateCommand implements Callable<Integer> {
  @Option(
      names = "--server",
      required = true,
      paramLabel = "URI",
      description = "The licence server: https://host[:port].")
  URI server;

  @Option(
      names = "--entitlement",
      required = true,
      paramLabel = "ID",
      description = "What was bought: 22 characters, from the vendor.")
  String entitlement;

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "FILE",
      description = "The protected model.")
  Path bundle;

  @Option(
      names = "--device",
      required = true,
      paramLabel = "FILE",
      description = "The device's key, as device init made it.")
  Path device;

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      defaultValue = "device",
      description = "What the vendor sees beside the device's fingerprint. Default: device.")
  String name;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "The first line is the device key's passphrase; without it, you are asked.")
  Path passphraseFile;

  @Option(
      names = "--insecure-plain-http",
      description = "Allow http: to another machine than this one.")
  boolean plainHttp;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The licence, a signed JWT.")
  Path output;

  private final Terminal terminal;

  DeviceActivateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    AtomicFile.check(output);
    Outputs.refuseInputs(output, List.of(bundle, device));
    ClientOptions options = ClientOptions.of(server, entitlement).deviceName(name);
    if (plainHttp) {
      options = options.insecurePlainHttp();
    }
    License license;
    try (Bundle opened = Bundle.open(bundle);
        DeviceKey key = deviceKey()) {
      license =
          LicenseClient.activate(
              options, key, opened.manifest().bundleId(), opened.signer(), null, terminal.clock());
    }
    String jwt = license.jwt() + "\n";
    AtomicFile.write(output, out -> out.write(jwt.getBytes(StandardCharsets.US_ASCII)));
    terminal.say("licensed until " + license.expires());
    if (license.conditions().lease().isPresent()) {
      terminal.say("the licence floats: it opens with --license-server, not by this file");
    }
    return 0;
  }

  private DeviceKey deviceKey() throws IOException {
    try {
      return DeviceKey.load(device, this::passphrase);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private char[] passphrase() {
    try {
      return new Passphrases(terminal).existing(passphraseFile, device);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
