package dev.brigandine.audit.license;

import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.LeaseTerms;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.Rate;
import dev.brigandine.license.VendorKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A licence server that grants more than it was lent, in each thing that a right bounds: see "What
 * a delegate may grant" in {@code docs/licensing.md}. The server's signature is good; the right
 * beside it is too narrow.
 */
final class ExcessRows {
  private static final Duration DAY = Duration.ofDays(1);

  private ExcessRows() {}

  static void add(Attempts attempts) {
    Conditions none = Conditions.NONE;
    Conditions two = none.withFeatures(List.of("a", "b"));
    more(
        attempts,
        "features",
        true,
        t -> t.terms(none.withFeatures(List.of("a"))),
        t -> t.terms(two));
    more(
        attempts,
        "runs",
        true,
        t -> LicenseTerms.expiring(t.end).runs(5).build(),
        t -> LicenseTerms.expiring(t.end).runs(6).build());
    more(
        attempts,
        "runs in a time",
        true,
        t -> t.terms(none.withRate(new Rate(5, DAY))),
        t -> t.terms(none.withRate(new Rate(6, DAY))));
    more(
        attempts,
        "versions",
        true,
        t -> t.terms(none.withMinimumVersion(t.holder.manifest.modelVersion())),
        Thief::terms);
    ClockPolicy strict = new ClockPolicy(Duration.ofSeconds(60), false);
    more(
        attempts,
        "forgiveness for clocks",
        true,
        t -> t.terms(none.withClock(strict)),
        Thief::terms);
    ClockPolicy memory = new ClockPolicy(ClockPolicy.DEFAULT.back(), true);
    more(attempts, "freedom to forget", false, t -> t.terms(none.withClock(memory)), Thief::terms);
    more(
        attempts,
        "places to run in",
        false,
        t -> t.terms(none.withIsolation(Isolation.VAULT)),
        Thief::terms);
    LeaseTerms seat = new LeaseTerms(Duration.ofSeconds(60), Duration.ofSeconds(60));
    Conditions floating = none.withEntitlement(Thief.ENTITLEMENT).withLease(seat);
    more(attempts, "freedom from seats", false, t -> t.terms(floating), Thief::terms);
  }

  /**
   * @param opens whether a licence within the right opens in this process without more ado
   */
  private static void more(
      Attempts attempts,
      String what,
      boolean opens,
      Function<Thief, LicenseTerms> lent,
      Function<Thief, LicenseTerms> granted) {
    attempts.add(
        "a server's licence with more " + what + " than its right",
        "tampered",
        t -> {
          VendorKey server = VendorKey.generate();
          License narrow = t.delegation(server, lent.apply(t));
          String within = t.served(server, narrow, lent.apply(t));
          if (opens) {
            t.enter(t.file(within));
          } else {
            License.parse(within);
          }
          License wide = t.delegation(server);
          String beyond = t.served(server, wide, granted.apply(t));
          String id = License.parse(beyond).id();
          String forged = ForgedLicence.of(beyond, id, id, server.signing(), narrow.jwt());
          return () -> t.open(t.file(forged));
        });
  }
}
