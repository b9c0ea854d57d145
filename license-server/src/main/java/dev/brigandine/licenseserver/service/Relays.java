package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Kind;
import dev.brigandine.licenseserver.domain.RegisteredBundle;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.store.BundleRows;
import dev.brigandine.licenseserver.store.EntitlementRows;
import dev.brigandine.licenseserver.store.LeaseRows;
import java.time.Instant;

/** Seats lent to relays, which lend them on where this server cannot be reached. */
public final class Relays {
  private static final int MAX_KEYS = 4096;

  private final Data data;
  private final Tokens tokens;

  Relays(Data data, Tokens tokens) {
    this.data = data;
    this.tokens = tokens;
  }

  /**
   * A delegation (JWT) for a relay, by the text of its vendor public key file. The seats are gone
   * from the entitlement until then, whatever becomes of the relay: it cannot be made to forget a
   * delegation. A newer delegation for the same relay does not replace the older one here, so one
   * that overlaps takes seats of its own. Needs admin.
   */
  public String grant(
      Actor actor,
      String entitlementId,
      String bundleId,
      String relayKeys,
      int seats,
      Instant until) {
    actor.needs(Role.ADMIN);
    Bounds.check("seats", seats, 1, Terms.MAX_SEATS);
    Instant end = Bounds.moment("end", until);
    if (relayKeys == null || relayKeys.length() > MAX_KEYS) {
      throw new RefusedException(
          Refusal.BAD_REQUEST, "a relay's keys have at most " + MAX_KEYS + " characters", null);
    }
    return data.write(
        tx -> {
          Entitlement entitlement =
              Data.known(EntitlementRows.lock(tx, entitlementId), "entitlement", entitlementId);
          RegisteredBundle bundle = Data.known(BundleRows.find(tx, bundleId), "bundle", bundleId);
          Instant now = Instant.ofEpochSecond(tx.now());
          if (!entitlement.holds(now)
              || entitlement.terms().kind() != Kind.FLOATING
              || !entitlement.bundles().contains(bundleId)) {
            throw new RefusedException(
                Refusal.CONFLICT,
                "the entitlement is over, has no seats, or is not for that bundle",
                "choose another");
          }
          if (entitlement.terms().runs().isPresent()) {
            // Two servers that count the same runs apart would grant them twice.
            throw new RefusedException(
                Refusal.CONFLICT,
                "the entitlement's runs are limited, and a relay counts on its own",
                "make an entitlement without a limit for the relay");
          }
          if (end.isAfter(entitlement.terms().expires())
              || end.isAfter(bundle.expires())
              || !end.isAfter(now)) {
            throw new RefusedException(
                Refusal.BAD_REQUEST,
                "seats can be lent until the entitlement or the bundle's delegation ends, not "
                    + end,
                "let it end earlier");
          }
          Tokens.Issued issued = tokens.relay(bundle, entitlement, relayKeys, seats, end, now);
          if (!LeaseRows.reserve(
              tx, issued.id(), entitlementId, bundleId, seats, end.getEpochSecond())) {
            throw new RefusedException(
                Refusal.NO_FREE_LEASE,
                "fewer than " + seats + " seats are free",
                "lend fewer, or wait until leases end");
          }
          JsonObject detail = new JsonObject();
          detail.addProperty("entitlement", entitlementId);
          detail.addProperty("bundle", bundleId);
          detail.addProperty("seats", seats);
          detail.addProperty("until", end.toString());
          Data.audit(tx, actor, "relay.grant", issued.id(), detail);
          return issued.jwt();
        });
  }
}
