package dev.brigandine.audit.license;

import dev.brigandine.license.Conditions;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Lease;
import dev.brigandine.license.LeaseTerms;
import dev.brigandine.license.License;
import dev.brigandine.license.VendorKey;
import dev.brigandine.runtime.OpenOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** Seats of a floating licence: none, another's, a stranger's, an old one. */
final class LeaseRows {
  private static final Duration HEARTBEAT = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(600);
  private static final long LENGTH = 600;

  private LeaseRows() {}

  static void add(Attempts attempts) {
    attempts.add(
        "a floating licence without a lease",
        t -> {
          Path licence = t.license(floating());
          try (Seats seats = new Seats(t, License.load(licence))) {
            seats.honest();
          }
          return () -> t.open(licence);
        });
    attempts.add(
        "a lease lent to another device",
        stolen(
            seats -> {
              try (DeviceKey other = DeviceKey.generate()) {
                String theirs = other.thumbprint();
                return seats.lends(
                    (proof, instance) -> seats.lease(seats.vendor(), theirs, proof, instance));
              }
            }));
    attempts.add(
        "a lease lent for another licence",
        stolen(
            seats -> {
              License other = License.load(seats.thief.license(floating()));
              Seats theirs = seats.of(other);
              return seats.lends(
                  (proof, instance) ->
                      theirs.lease(seats.vendor(), other.device(), proof, instance));
            }));
    attempts.add(
        "a lease by a stranger",
        stolen(
            seats -> {
              VendorKey stranger = VendorKey.generate();
              String own = seats.license.device();
              return seats.lends((proof, instance) -> seats.lease(stranger, own, proof, instance));
            }));
    attempts.add(
        "a lease that answered an earlier request, played back",
        "tampered",
        stolen(
            seats -> {
              String old =
                  seats.lease(
                      seats.vendor(),
                      seats.license.device(),
                      "P".repeat(21) + "A",
                      "I".repeat(21) + "A");
              return seats.lends((proof, instance) -> old);
            }));
    attempts.add(
        "a lease that is longer than the licence lends",
        "tampered",
        stolen(
            seats -> {
              String own = seats.license.device();
              long longer = HEARTBEAT.plus(GRACE).toSeconds() + 1;
              return seats.lends(
                  (proof, instance) -> seats.lease(seats.vendor(), own, proof, instance, longer));
            }));
  }

  private static Conditions floating() {
    return Conditions.NONE
        .withEntitlement(Thief.ENTITLEMENT)
        .withLease(new LeaseTerms(HEARTBEAT, GRACE));
  }

  private interface Theft {
    Attempts.Trial of(Seats seats) throws Exception;
  }

  /** An honest seat first, then what was stolen in its place. */
  private static Attempts.Attempt stolen(Theft theft) {
    return t -> {
      License license = License.load(t.license(floating()));
      Seats seats = new Seats(t, license);
      boolean done = false;
      try {
        seats.honest();
        Attempts.Trial trial = theft.of(seats);
        done = true;
        return () -> {
          try (seats) {
            trial.run();
          }
        };
      } finally {
        if (!done) {
          seats.close();
        }
      }
    };
  }

  /** A server for one licence, which lends what it is told to. */
  private static final class Seats implements AutoCloseable {
    final Thief thief;
    final License license;
    private final LyingServer server;
    private int caches;

    Seats(Thief thief, License license) throws IOException {
      this(thief, license, new LyingServer(license, thief.vendor(), thief.start));
    }

    private Seats(Thief thief, License license, LyingServer server) {
      this.thief = thief;
      this.license = license;
      this.server = server;
    }

    /** For making leases of another licence. */
    Seats of(License other) {
      return new Seats(thief, other, server);
    }

    VendorKey vendor() {
      return thief.vendor();
    }

    void honest() {
      server.lends((proof, instance) -> lease(vendor(), license.device(), proof, instance));
      enter();
    }

    Attempts.Trial lends(LyingServer.Lending lending) {
      server.lends(lending);
      return this::enter;
    }

    private void enter() {
      Path cache = thief.folder.resolve("cache" + caches++);
      OpenOptions options = thief.at(thief.start);
      Door.enter(thief.bundle, server.source(cache), thief.holder.device, options);
    }

    String lease(VendorKey signer, String device, String proof, String instance) {
      return lease(signer, device, proof, instance, LENGTH);
    }

    String lease(VendorKey signer, String device, String proof, String instance, long seconds) {
      Lease lease =
          new Lease(
              signer.signer(),
              "L".repeat(21) + "A",
              Thief.ENTITLEMENT,
              license.id(),
              device,
              instance,
              1,
              1,
              thief.start,
              thief.start.plusSeconds(seconds),
              proof,
              OptionalLong.empty());
      return lease.sign(signer.signing());
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
