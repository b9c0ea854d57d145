package dev.brigandine.audit.license;

import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.VendorKey;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A licensed customer who wants more: the audited bundle, a device, and for one attempt a state
 * folder of its own. Licences are issued for the attempt where the vendor's key is at hand; where
 * it is not, there is the customer's own.
 */
final class Thief {
  static final String ENTITLEMENT = "E".repeat(21) + "A";

  /** A licence's time in steps, which are days of those that are issued here. */
  static final int STEPS = 64;

  final Holder holder;
  final Path bundle;
  final Path folder;
  final Instant start;
  final Instant end;
  private final Feeds feeds;
  private final VendorKey vendor;
  private int files;

  Thief(Holder holder, Path folder, Feeds feeds) {
    this.holder = holder;
    this.bundle = holder.installed.bundle();
    this.folder = folder;
    this.feeds = feeds;
    Optional<VendorKey> key = holder.installed.vendor();
    this.vendor = key.orElse(null);
    this.start = key.isPresent() ? holder.manifest.created() : holder.during();
    this.end = key.isPresent() ? start.plus(Duration.ofDays(STEPS)) : holder.license.expires();
  }

  VendorKey vendor() {
    return vendor;
  }

  /** A part of the way through the licence's time. */
  Instant later(long steps) {
    return start.plusSeconds(Duration.between(start, end).toSeconds() / STEPS * steps);
  }

  LicenseTerms terms() {
    return terms(Conditions.NONE);
  }

  LicenseTerms terms(Conditions conditions) {
    return LicenseTerms.expiring(end).conditions(conditions).build();
  }

  /** An honest licence: a new one, or the customer's own. */
  Path license() {
    return vendor == null ? holder.installed.licence() : license(terms());
  }

  Path license(Conditions conditions) {
    return license(terms(conditions));
  }

  Path license(LicenseTerms terms) {
    return license(bundle, terms);
  }

  /** By the vendor, for a bundle of his, on this device. */
  Path license(Path of, LicenseTerms terms) {
    return file(Siblings.license(vendor, of, holder.device.publicKey(), terms, start));
  }

  /** A delegation of this bundle by the vendor. */
  License delegation(VendorKey server) {
    SignerId signer = holder.signer;
    return License.parse(
        LicenseIssuer.delegate(
            vendor, holder.manifest, signer, server.publicKey(), true, terms(), start));
  }

  /** What a server issues by the right that was lent to it. */
  String served(VendorKey server, License delegation) {
    return LicenseIssuer.issue(server, delegation, holder.device.publicKey(), terms(), start);
  }

  Path file(String text) {
    try {
      Files.createDirectories(folder);
      return Files.writeString(folder.resolve("file" + files++), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(Path file) {
    return License.load(file).jwt();
  }

  Path state() {
    return folder.resolve("state");
  }

  OpenOptions at(Instant now) {
    return at(Clock.fixed(now, ZoneOffset.UTC));
  }

  OpenOptions at(Clock clock) {
    return OpenOptions.defaults()
        .trust(holder.installed.signer())
        .clock(clock)
        .stateFolder(state());
  }

  OpenOptions with(Path list) {
    return at(start).revocations(list);
  }

  /** The honest way, or what only prepares: up to the engine. */
  void enter(Path licence) {
    enter(licence, at(start));
  }

  void enter(Path licence, OpenOptions options) {
    Door.enter(bundle, licence, holder.device, options);
  }

  /** What is refused here is what the attempt needs: that it was seen. */
  void enterInVain(Path licence, OpenOptions options) {
    Reading.result(() -> enter(licence, options));
  }

  /** The attempt itself: opens, and runs once. */
  void open(Path licence) {
    open(licence, at(start));
  }

  void open(Path licence, OpenOptions options) {
    open(licence, holder.device, options);
  }

  void open(Path licence, DeviceKey key, OpenOptions options) {
    try (ProtectedModel open = Brigandine.open(bundle, licence, key, options)) {
      run(open);
    }
  }

  void run(ProtectedModel open) {
    feeds.run(open);
  }

  /** Files of the state folder below {@code sub} whose name ends so. */
  List<Path> state(String sub, String end) {
    try (Stream<Path> found = Files.list(state().resolve(sub))) {
      return found.filter(file -> file.toString().endsWith(end)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path list(VendorKey signer, long number, String... ids) {
    Revocations list =
        new Revocations(signer.signer(), number, start, start.plusSeconds(60), Set.of(ids));
    return file(list.sign(signer.signing()));
  }
}
