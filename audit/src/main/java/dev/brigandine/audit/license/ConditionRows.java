package dev.brigandine.audit.license;

import dev.brigandine.license.Conditions;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.Rate;
import dev.brigandine.license.VendorKey;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;

/** What a licence asks beyond bundle, device and time; and who signed what. */
final class ConditionRows {
  private ConditionRows() {}

  static void add(Attempts attempts) {
    versions(attempts);
    attempts.add(
        "in this process, when the licence asks for a vault",
        t -> {
          t.enter(t.license());
          return () -> t.open(t.license(Conditions.NONE.withIsolation(Isolation.VAULT)));
        });
    attempts.add(
        "more runs in a time than the licence grants",
        t -> {
          Path licence = t.license(Conditions.NONE.withRate(new Rate(2, Duration.ofDays(1))));
          ProtectedModel open = model(t, licence);
          t.run(open);
          t.run(open);
          return () -> {
            try (open) {
              t.run(open);
            }
          };
        });
    attempts.add(
        "more runs in a time than the licence grants, by a second open model",
        "opens",
        t -> {
          Path licence = t.license(Conditions.NONE.withRate(new Rate(1, Duration.ofDays(1))));
          ProtectedModel open = model(t, licence);
          t.run(open);
          return () -> {
            try (open) {
              t.open(licence);
            }
          };
        });
    signers(attempts);
  }

  private static ProtectedModel model(Thief t, Path licence) {
    return Brigandine.open(t.bundle, licence, t.holder.device, t.at(t.start));
  }

  private static void versions(Attempts attempts) {
    rollbacks(attempts);
    attempts.add(
        "an older version after a licence asked for a newer one, and all of the state deleted",
        "opens",
        t -> {
          Attempts.Trial trial = rolledBack(t, asking(t));
          Folders.delete(t.state());
          return trial;
        });
    attempts.add(
        "an older version beside a newer one, when no licence asks",
        t -> rolledBack(t, Conditions.NONE));
  }

  /** The audited bundle in the place of a newer one that a licence asks for. */
  static void rollbacks(Attempts attempts) {
    attempts.add(
        "an older version of the model than the licence asks",
        t -> {
          Path newer = LicenceRows.newer(t);
          Path licence = t.license(newer, t.terms(asking(t)));
          Door.enter(newer, licence, t.holder.device, t.at(t.start));
          Path old = t.license(asking(t));
          return () -> t.open(old);
        });
    attempts.add(
        "an older version and its old licence, after a licence asked for a newer one",
        t -> rolledBack(t, asking(t)));
  }

  private static Conditions asking(Thief t) {
    return Conditions.NONE.withMinimumVersion(t.holder.manifest.modelVersion() + 1);
  }

  private static Attempts.Trial rolledBack(Thief t, Conditions newer) throws IOException {
    Path old = t.license();
    t.enter(old);
    Path bundle = LicenceRows.newer(t);
    Path licence = t.license(bundle, t.terms(newer));
    Door.enter(bundle, licence, t.holder.device, t.at(t.start));
    return () -> t.open(old);
  }

  private static void signers(Attempts attempts) {
    attempts.own(
        "a bundle and a licence of a thief's in the place of the vendor's",
        "bad-signature",
        t -> {
          t.enter(t.license());
          Pair pair = pair(t);
          return () -> Door.enter(pair.bundle, pair.licence, t.holder.device, t.at(t.start));
        });
    attempts.own(
        "a bundle and a licence of a thief's, in an application that does not pin its vendor",
        "opens",
        t -> {
          Pair pair = pair(t);
          Clock clock = Clock.fixed(t.start, ZoneOffset.UTC);
          OpenOptions anybody = OpenOptions.defaults().clock(clock).stateFolder(t.state());
          return () -> Door.enter(pair.bundle, pair.licence, t.holder.device, anybody);
        });
    attempts.own(
        "the vendor's licence beside a thief's bundle, in an application that does not pin",
        "bad-signature",
        t -> {
          Path licence = t.license();
          t.enter(licence);
          Pair pair = pair(t);
          Clock clock = Clock.fixed(t.start, ZoneOffset.UTC);
          OpenOptions anybody = OpenOptions.defaults().clock(clock).stateFolder(t.state());
          return () -> Door.enter(pair.bundle, licence, t.holder.device, anybody);
        });
  }

  private record Pair(Path bundle, Path licence) {}

  /** Named as the vendor's, and good by itself. */
  private static Pair pair(Thief t) throws IOException {
    VendorKey thief = VendorKey.generate();
    String id = t.holder.manifest.modelId();
    long version = t.holder.manifest.modelVersion();
    Optional<String> customer = t.holder.manifest.customer();
    Path bundle = t.folder.resolve("thief.brig");
    Siblings.protect(thief, id, version, customer, bundle);
    String licence =
        Siblings.license(thief, bundle, t.holder.device.publicKey(), t.terms(), t.start);
    return new Pair(bundle, t.file(licence));
  }
}
