package dev.brigandine.audit.license;

import dev.brigandine.license.Conditions;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.MachineBinding;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.machine.Fingerprint;
import dev.brigandine.license.machine.Machine;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A licence edited, forged, carried elsewhere, or beyond its time. */
final class LicenceRows {
  private LicenceRows() {}

  static void add(Attempts attempts) {
    attempts.own(
        "a licence edited",
        t -> {
          Path licence = t.license();
          t.enter(licence);
          String jwt = t.read(licence);
          return () -> t.open(t.file(Texts.flipped(jwt, jwt.indexOf('.') + 60)));
        });
    attempts.own(
        "a licence signed again with a key of one's own",
        t -> {
          Path licence = t.license();
          t.enter(licence);
          VendorKey own = VendorKey.generate();
          String signer = t.holder.license.signer().thumbprint();
          String jwt = t.read(licence);
          String to = own.signer().thumbprint();
          return () -> t.open(t.file(ForgedLicence.of(jwt, signer, to, own.signing(), null)));
        });
    attempts.add(
        "a licence for another bundle",
        t -> {
          Path other = t.license(newer(t), t.terms());
          t.enter(t.license());
          return () -> t.open(other);
        });
    attempts.add(
        "a licence for another customer's bundle",
        "no-key-fits",
        t -> {
          Path theirs = t.folder.resolve("theirs.brig");
          String id = t.holder.manifest.modelId();
          long version = t.holder.manifest.modelVersion();
          Siblings.protect(t.vendor(), id, version, Optional.of("another"), theirs);
          t.enter(t.license());
          Path licence = t.license(theirs, t.terms());
          return () -> t.open(licence);
        });
    places(attempts);
    times(attempts);
  }

  /** The next version, which a vendor sells beside the audited one. */
  static Path newer(Thief t) throws IOException {
    Path target = t.folder.resolve("newer.brig");
    return Siblings.protect(
        t.vendor(),
        t.holder.manifest.modelId(),
        t.holder.manifest.modelVersion() + 1,
        t.holder.manifest.customer(),
        target);
  }

  private static void places(Attempts attempts) {
    attempts.own(
        "a licence and its bundle on a device with another key",
        t -> {
          Path licence = t.license();
          t.enter(licence);
          return () -> {
            try (DeviceKey other = DeviceKey.generate()) {
              t.open(licence, other, t.at(t.start));
            }
          };
        });
    attempts.add(
        "a licence, its bundle and a copy of the key file on another machine",
        t -> {
          Path licence = t.license();
          t.enter(licence);
          OpenOptions there = t.at(t.start).stateFolder(t.folder.resolve("there"));
          return () -> {
            // The file is the copy: what is done with it here can be done wherever it is taken.
            try (DeviceKey copy = DeviceKey.load(t.holder.installed.device())) {
              t.open(licence, copy, there);
            }
          };
        });
    attempts.add(
        "the same, and the licence is bound to the machine",
        t -> {
          Path licence = bound(t);
          return () -> t.open(licence);
        });
    attempts.add(
        "a licence bound to a machine, on a clone that shows the same traits",
        "opens",
        t -> {
          Path licence = bound(t);
          Machine clone = PaperMachine.at(t.folder.resolve("clone"), PaperMachine.HOME);
          return () -> unlocked(t, licence, clone);
        });
  }

  /** A licence for a machine that this is not; on that one it opens. */
  private static Path bound(Thief t) throws IOException {
    Machine home = PaperMachine.at(t.folder.resolve("home"), PaperMachine.HOME);
    Map<String, List<String>> traits = Fingerprint.of(home, t.holder.device.thumbprint()).hashes();
    MachineBinding binding = new MachineBinding(MachineBinding.Match.MOST, traits);
    Path licence = t.license(Conditions.NONE.withMachine(binding));
    unlocked(t, licence, home);
    return licence;
  }

  /** As far as opening asks the machine: an application cannot say that it is elsewhere. */
  private static void unlocked(Thief t, Path licence, Machine machine) {
    License.load(licence)
        .activate(t.holder.manifest, t.holder.signer, t.holder.device, t.start, machine)
        .close();
  }

  private static void times(Attempts attempts) {
    attempts.own(
        "a licence after its end",
        t -> {
          Path licence = t.license();
          t.enter(licence);
          return () -> t.open(licence, t.at(t.end));
        });
    attempts.add(
        "a licence before its start",
        t -> {
          LicenseTerms terms = LicenseTerms.expiring(t.end).notBefore(t.later(2)).build();
          Path licence = t.license(terms);
          t.enter(t.license(terms), t.at(t.later(2)));
          return () -> t.open(licence, t.at(t.later(1)));
        });
    attempts.own(
        "a model kept open beyond the licence's end",
        "license-expired",
        t -> {
          TurnedClock clock = new TurnedClock(t.start);
          Path licence = t.license();
          ProtectedModel open = Brigandine.open(t.bundle, licence, t.holder.device, t.at(clock));
          t.run(open);
          return () -> {
            try (open) {
              clock.set(t.end);
              t.run(open);
            }
          };
        });
    runs(attempts);
  }

  private static void runs(Attempts attempts) {
    attempts.add(
        "a licence whose runs are used",
        t -> {
          Path licence = used(t, 1);
          return () -> t.open(licence);
        });
    attempts.add(
        "a licence whose runs are used, and the count deleted",
        t -> {
          Path licence = used(t, 1);
          for (Path file : t.state("runs", "")) {
            Files.delete(file);
          }
          return () -> t.open(licence);
        });
    attempts.add(
        "a licence whose runs are used, and an older count put back",
        "opens",
        t -> {
          LicenseTerms terms = LicenseTerms.expiring(t.end).runs(2).build();
          Path licence = t.license(terms);
          t.open(licence);
          Path file = t.state("runs", ".count").get(0);
          byte[] count = Files.readAllBytes(file);
          t.open(licence);
          Files.write(file, count);
          return () -> t.open(licence);
        });
    attempts.add(
        "a licence whose runs are used, and the count edited",
        "tampered",
        t -> {
          Path licence = used(t, 1);
          Path file = t.state("runs", ".count").get(0);
          byte[] count = Files.readAllBytes(file);
          count[Long.BYTES - 1] = 0;
          Files.write(file, count);
          return () -> t.open(licence);
        });
  }

  private static Path used(Thief t, int runs) {
    Path licence = t.license(LicenseTerms.expiring(t.end).runs(runs).build());
    for (int i = 0; i < runs; i++) {
      t.open(licence);
    }
    return licence;
  }
}
