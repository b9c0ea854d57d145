package dev.brigandine.audit.target;

import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.protect.ProtectOptions.Armor;
import dev.brigandine.protect.Protector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes bundles of the owner's model and licenses them, with keys that sign nothing else and go
 * with the folder.
 */
final class Workshop {
  private static final String MODEL = "audit/model";

  private final Path model;
  private final Path folder;
  private final List<List<SampleTensor>> samples;
  private final VendorKey vendor = VendorKey.generate();
  private final Map<Armor, Installed> installed = new EnumMap<>(Armor.class);
  private Armor owned;

  Workshop(Path model, Path folder, List<List<SampleTensor>> samples) {
    this.model = model;
    this.folder = folder;
    this.samples = samples;
  }

  /** Takes the owner's own bundle, copied, for the form it has. */
  void adopt(OwnBundle own) throws IOException {
    SignerId signer;
    try (Bundle open = Bundle.open(own.bundle())) {
      owned = armor(open.manifest().armor());
      signer = open.signer();
    }
    requireNoPassphrase(own.device());
    Path place = place(owned);
    Installed copy =
        new Installed(
            link(own.bundle(), place.resolve("model.brig")),
            link(own.licence(), place.resolve("licence.jwt")),
            link(own.device(), place.resolve("device.key")),
            signer,
            Optional.empty(),
            state(owned));
    installed.put(owned, copy);
  }

  private static void requireNoPassphrase(Path device) {
    try {
      DeviceKey.load(
              device,
              () -> {
                throw new BrigandineException(
                    ErrorCode.USAGE,
                    "the device key " + device + " asks for a passphrase or a PIN",
                    "the attacked processes open it unattended: license a throwaway device, made by"
                        + " device init --insecure-no-passphrase, for the audit");
              })
          .close();
    } catch (BrigandineException e) {
      throw e;
    }
  }

  private static Armor armor(String word) {
    for (Armor armor : Armor.values()) {
      if (armor.word().equals(word)) {
        return armor;
      }
    }
    throw new BrigandineException(
        ErrorCode.USAGE, "the bundle's armor is " + word + ", which this audit does not know");
  }

  /** The armor of the owner's bundle. */
  Armor owned() {
    return owned;
  }

  /** The armor of a form; null for the plain one. */
  static Armor armor(Protection form) {
    return switch (form) {
      case PLAIN -> null;
      case SEALED -> Armor.NONE;
      case REWRITTEN -> Armor.REWRITE;
      case ARMORED, VAULT -> Armor.FULL;
    };
  }

  /** The folder of the plain form: the model's files alone. */
  Path plain(List<Path> files) throws IOException {
    Path place = Files.createDirectories(folder.resolve("plain"));
    for (Path file : files) {
      link(file, place.resolve(file.getFileName().toString()));
    }
    return place;
  }

  Installed installed(Armor armor) throws IOException {
    Installed known = installed.get(armor);
    if (known == null) {
      known = install(armor, place(armor), Optional.empty(), state(armor));
      installed.put(armor, known);
    }
    return known;
  }

  /** Another customer's bundle, in a folder that the caller deletes. */
  Installed customer(Armor armor, int number, Path place) throws IOException {
    String name = "customer " + number;
    return install(armor, place, Optional.of(name), Files.createDirectory(place.resolve("state")));
  }

  private Path place(Armor armor) throws IOException {
    return Files.createDirectories(folder.resolve(armor.word()));
  }

  /** Beside the form's folder, since a scan of that is to see what was delivered. */
  private Path state(Armor armor) throws IOException {
    return Files.createDirectories(folder.resolve(armor.word() + "-state"));
  }

  private Installed install(Armor armor, Path place, Optional<String> customer, Path state)
      throws IOException {
    Path bundle = place.resolve("model.brig");
    Path licence = place.resolve("licence.jwt");
    Path keyFile = place.resolve("device.key");
    ProtectOptions options = ProtectOptions.of(MODEL, 1).withArmor(armor).withSamples(samples);
    if (customer.isPresent()) {
      options = options.forCustomer(customer.get());
    }
    Protector.protect(model, bundle, vendor, options, done -> {});
    Instant now = Instant.now();
    LicenseTerms terms = LicenseTerms.expiring(now.plus(Duration.ofDays(30))).build();
    try (DeviceKey device = DeviceKey.generate();
        Bundle open = Bundle.open(bundle)) {
      device.save(keyFile, null);
      Files.writeString(
          licence,
          LicenseIssuer.issue(
              vendor, open.manifest(), open.signer(), device.publicKey(), terms, now));
    }
    return new Installed(bundle, licence, keyFile, vendor.signer(), Optional.of(vendor), state);
  }

  /** A second name for a file where the file system can, a copy elsewhere. */
  private static Path link(Path from, Path to) throws IOException {
    try {
      return Files.createLink(to, from.toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      return Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}
