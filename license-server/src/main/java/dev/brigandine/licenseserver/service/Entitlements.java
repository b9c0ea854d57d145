package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Revocation;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.store.BundleRows;
import dev.brigandine.licenseserver.store.CustomerRows;
import dev.brigandine.licenseserver.store.EntitlementRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What customers bought. */
public final class Entitlements {
  private final Data data;

  Entitlements(Data data) {
    this.data = data;
  }

  /** Needs issuer. */
  public Entitlement create(Actor actor, String customer, List<String> bundles, Terms terms) {
    actor.needs(Role.ISSUER);
    return data.write(
        tx -> {
          Instant now = Instant.ofEpochSecond(tx.now());
          if (!terms.expires().isAfter(now)) {
            throw new RefusedException(
                Refusal.BAD_REQUEST,
                "an entitlement that expires at " + terms.expires() + " is over at " + now,
                "let it expire later");
          }
          Data.known(CustomerRows.find(tx, customer), "customer", customer);
          List<String> distinct = bundles.stream().distinct().toList();
          Entitlement entitlement =
              new Entitlement(
                  data.id(), Optional.of(customer), distinct, terms, 1, Optional.empty(), now);
          distinct.forEach(id -> sold(tx, id));
          EntitlementRows.insert(tx, entitlement);
          JsonObject detail = new JsonObject();
          detail.addProperty("customer", customer);
          detail.addProperty("bundles", String.join(" ", distinct));
          detail.addProperty("kind", terms.kind().name().toLowerCase(java.util.Locale.ROOT));
          detail.addProperty("seats", terms.seats());
          detail.addProperty("expires", terms.expires().toString());
          Data.audit(tx, actor, "entitlement.create", entitlement.id(), detail);
          return entitlement;
        });
  }

  /** A relay's seats are those it was lent; it makes no more of them. */
  private static void sold(dev.brigandine.licenseserver.store.Tx tx, String bundle) {
    if (Data.known(BundleRows.find(tx, bundle), "bundle", bundle).seats().isPresent()) {
      throw new RefusedException(
          Refusal.CONFLICT,
          "bundle "
              + bundle
              + " is here with a relay's seats, which have their entitlement already",
          "use that one, or ask the vendor for more seats");
    }
  }

  /** Needs viewer. */
  public Entitlement get(Actor actor, String id) {
    actor.needs(Role.VIEWER);
    return Data.known(data.read(tx -> EntitlementRows.find(tx, id)), "entitlement", id);
  }

  /** Of one customer or of all. Needs viewer. */
  public Page<Entitlement> list(Actor actor, Optional<String> customer, PageRequest page) {
    return list(actor, new EntitlementFilter(customer, Optional.empty(), Optional.empty()), page);
  }

  /** Those that a filter lets through. Needs viewer. */
  public Page<Entitlement> list(Actor actor, EntitlementFilter filter, PageRequest page) {
    actor.needs(Role.VIEWER);
    List<Entitlement> items =
        data.read(
            tx ->
                EntitlementRows.list(
                    tx,
                    filter.customer(),
                    filter.kind(),
                    filter.state().map(Enum::name),
                    page.limit(),
                    page.after()));
    return Data.page(items, page.limit(), Entitlement::id);
  }

  /**
   * Ends it for good: no more licences nor leases, and the revocation list names it. Leases that
   * are out go on to their end. A second time is a conflict. Needs issuer.
   */
  public Entitlement revoke(Actor actor, String id, String reason) {
    actor.needs(Role.ISSUER);
    Bounds.label("reason of a revocation", reason, Bounds.NOTE);
    return data.write(
        tx -> {
          Entitlement before = lock(tx, id);
          long now = tx.now();
          EntitlementRows.revoke(
              tx, id, new Revocation(reason, actor.who(), Instant.ofEpochSecond(now)));
          RevocationLists.add(tx, id, before.terms().expires().getEpochSecond(), now);
          JsonObject detail = new JsonObject();
          detail.addProperty("reason", reason);
          Data.audit(tx, actor, "entitlement.revoke", id, detail);
          return EntitlementRows.find(tx, id).orElseThrow();
        });
  }

  /** A later expiry; a device gets it with its next activation. Needs issuer. */
  public Entitlement extend(Actor actor, String id, Instant expires) {
    actor.needs(Role.ISSUER);
    return data.write(
        tx -> {
          Entitlement before = lock(tx, id);
          Terms terms = before.terms().until(expires);
          if (!terms.expires().isAfter(before.terms().expires())) {
            throw new RefusedException(
                Refusal.BAD_REQUEST,
                "the new expiry must be after " + before.terms().expires() + ", not " + expires,
                "to end it earlier, revoke it");
          }
          EntitlementRows.change(
              tx, id, terms.seats(), terms.expires().getEpochSecond(), before.revision() + 1);
          JsonObject detail = new JsonObject();
          detail.addProperty("from", before.terms().expires().toString());
          detail.addProperty("to", terms.expires().toString());
          Data.audit(tx, actor, "entitlement.extend", id, detail);
          return EntitlementRows.find(tx, id).orElseThrow();
        });
  }

  private static Entitlement lock(dev.brigandine.licenseserver.store.Tx tx, String id) {
    Entitlement entitlement = Data.known(EntitlementRows.lock(tx, id), "entitlement", id);
    if (entitlement.revoked().isPresent()) {
      throw new RefusedException(
          Refusal.CONFLICT,
          "entitlement " + id + " was revoked at " + entitlement.revoked().get().at(),
          "make another one");
    }
    return entitlement;
  }
}
