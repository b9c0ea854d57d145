package dev.brigandine.cli;

import dev.brigandine.armor.Tolerances;
import dev.brigandine.bench.Contender;
import dev.brigandine.bench.ServedLicense;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.VendorPublicKey;
import dev.brigandine.license.client.LicenseEvent;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.KeyTensorsMode;
import dev.brigandine.runtime.LicenseSource;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.ServerSource;
import dev.brigandine.runtime.SessionOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * A bundle and what opens it: {@code run}, {@code verify} and {@code bench}. Which of its fields a
 * command must be given, its subclasses say.
 */
abstract class BundleOptions {
  Path bundle;
  Path licence;
  Path device;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description =
          "The vendor's public half: nothing that another signed is opened. Without it the"
              + " signer's fingerprint is printed.")
  Path trust;

  @Option(
      names = {"--passphrase-file", "--pin-file"},
      paramLabel = "FILE",
      description =
          "The first line is the device key's passphrase or its token's PIN;"
              + " without it, you are asked.")
  Path passphraseFile;

  @Option(
      names = "--revocations",
      paramLabel = "FILE",
      description = "The vendor's revocation list; what it takes back is not opened.")
  Path revocations;

  @Mixin ServerLicenseOptions server = new ServerLicenseOptions();

  private final Terminal terminal;

  BundleOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Opens the bundle in this process and says who signed it, unless that is pinned. */
  ProtectedModel open(SessionOptions session) throws IOException {
    OpenOptions options = OpenOptions.defaults().session(session).clock(terminal.clock());
    String state = terminal.environment().apply("XDG_STATE_HOME");
    if (state != null && !state.isEmpty()) {
      options = options.stateFolder(terminal.resolve(state).resolve("brigandine"));
    }
    Optional<SignerId> trusted = trusted();
    if (trusted.isPresent()) {
      options = options.trust(trusted.get());
    }
    if (revocations != null) {
      options = options.revocations(revocations);
    }
    ServedLicense served = server.orFile(licence, terminal);
    LicenseSource source = served == null ? LicenseSource.file(licence) : told(served.source());
    ProtectedModel model;
    try {
      model = Brigandine.open(bundle, source, device, this::passphrase, options);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    sayWhoSigned(model.signer());
    return model;
  }

  /** What the server does is said as it happens, but for what is only as expected. */
  private LicenseSource told(ServerSource source) {
    return (server.keepSeat ? source.keepSeat() : source)
        .listener(
            event -> {
              if (event.kind() != LicenseEvent.Kind.RENEWED) {
                terminal.say(event.detail());
              }
            });
  }

  /** The same as one side of a comparison, and says who signed it, unless that is pinned. */
  Contender contender() throws IOException {
    return contender(KeyTensorsMode.OWN);
  }

  /** The same with key tensors of another origin. */
  Contender contender(KeyTensorsMode keys) throws IOException {
    ServedLicense served = server.orFile(licence, terminal);
    if (revocations != null && served == null) {
      RevokedCheck.check(revocations, licence);
    }
    try (Bundle opened = Bundle.open(bundle)) {
      sayWhoSigned(opened.signer());
      if (keys != KeyTensorsMode.OWN) {
        requireLocks(opened.manifest());
      }
    }
    char[][] typed = new char[1][];
    try {
      // Loaded here to fail early and to ask now; each side's process loads it again.
      deviceKey(
              passphrase -> {
                typed[0] = passphrase.clone();
                return passphrase;
              })
          .close();
      return served == null
          ? Contender.sealed(bundle, licence, device, trusted(), typed[0], terminal.clock(), keys)
          : Contender.sealed(bundle, served, device, trusted(), typed[0], terminal.clock(), keys);
    } finally {
      if (typed[0] != null) {
        Arrays.fill(typed[0], '\0');
      }
    }
  }

  /** What the answers may differ by from those of {@code original}; null for a sealed bundle. */
  Tolerances tolerances(OnnxModel original) throws OnnxException {
    boolean armored;
    try (Bundle opened = Bundle.open(bundle)) {
      armored = opened.manifest().armored();
    }
    return armored ? Tolerances.of(original) : null;
  }

  private static void requireLocks(Manifest manifest) {
    if (!manifest.armor().equals(ProtectOptions.Armor.FULL.word())) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the bundle has no locks, so it takes no key tensors; its armor is " + manifest.armor(),
          "--keys is for bundles that were protected with --armor full");
    }
  }

  /** The signer that {@code --trust} pins, if any. */
  Optional<SignerId> trusted() {
    return trust == null ? Optional.empty() : Optional.of(VendorPublicKey.load(trust).signer());
  }

  private void sayWhoSigned(SignerId signer) {
    if (trust == null) {
      terminal.say("signed by " + signer + " (pin that with --trust)");
    }
  }

  /** The device's key; its passphrase is asked for if there is one. */
  private DeviceKey deviceKey(UnaryOperator<char[]> seen) throws IOException {
    try {
      return DeviceKey.load(device, () -> seen.apply(passphrase()));
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
