package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Kind;
import dev.brigandine.licenseserver.domain.RegisteredBundle;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.store.BundleRows;
import dev.brigandine.licenseserver.store.EntitlementRows;
import dev.brigandine.licenseserver.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Bundles that this server may license. */
public final class Bundles {
  private final Data data;
  private final Tokens tokens;

  Bundles(Data data, Tokens tokens) {
    this.data = data;
    this.tokens = tokens;
  }

  /**
   * Registers a bundle, or renews it, by a delegation (a licence JWT) to this server's key. Later
   * licences come from the newer one. A delegation with seats makes an entitlement out of itself,
   * or brings the one that came from it before up to date: this server is then a relay. Needs
   * admin.
   *
   * @return the first of the delegation's bundles
   */
  public RegisteredBundle register(Actor actor, String delegation) {
    actor.needs(Role.ADMIN);
    return data.write(
        tx -> {
          Instant now = Instant.ofEpochSecond(tx.now());
          Tokens.Delegation read = tokens.delegation(delegation, now);
          RegisteredBundle first = null;
          for (String id : read.bundles()) {
            RegisteredBundle bundle = bundle(id, delegation, read, now);
            checkSame(BundleRows.find(tx, id), bundle);
            BundleRows.put(tx, bundle);
            first = first == null ? bundle : first;
          }
          if (read.relayTerms().isPresent()) {
            relay(tx, read, read.relayTerms().get(), now);
          }
          JsonObject detail = new JsonObject();
          detail.addProperty("delegation", read.id());
          detail.addProperty("signer", read.signer());
          detail.addProperty("expires", read.expires().toString());
          read.seats().ifPresent(seats -> detail.addProperty("seats", seats));
          Data.audit(tx, actor, "bundle.register", first.id(), detail);
          return first;
        });
  }

  private static RegisteredBundle bundle(
      String id, String jwt, Tokens.Delegation read, Instant now) {
    return new RegisteredBundle(
        id,
        read.model(),
        read.version(),
        read.customer(),
        jwt,
        read.id(),
        read.signer(),
        read.expires(),
        read.seats(),
        now);
  }

  private static void checkSame(Optional<RegisteredBundle> before, RegisteredBundle bundle) {
    if (before.isPresent()
        && (!before.get().signer().equals(bundle.signer())
            || !before.get().model().equals(bundle.model()))) {
      throw new RefusedException(
          Refusal.CONFLICT,
          "bundle " + bundle.id() + " is registered by another signer or for another model",
          "register it on a server of its own");
    }
    if (before.isPresent() && before.get().seats().isPresent() != bundle.seats().isPresent()) {
      throw new RefusedException(
          Refusal.CONFLICT,
          "bundle "
              + bundle.id()
              + " is here "
              + (bundle.seats().isPresent() ? "without" : "with")
              + " a relay's seats, and cannot be both",
          "register it on a server of its own");
    }
  }

  private void relay(Tx tx, Tokens.Delegation read, Terms terms, Instant now) {
    String id = read.entitlement().orElseGet(data::id);
    Optional<Entitlement> there = EntitlementRows.lock(tx, id);
    if (there.isEmpty()) {
      EntitlementRows.insert(
          tx,
          new Entitlement(id, Optional.empty(), read.bundles(), terms, 1, Optional.empty(), now));
      return;
    }
    Entitlement before = there.get();
    if (before.customer().isPresent() || before.terms().kind() != Kind.FLOATING) {
      throw new RefusedException(
          Refusal.CONFLICT, "entitlement " + id + " did not come from a delegation", null);
    }
    for (String bundle : read.bundles()) {
      EntitlementRows.addBundle(tx, id, bundle, before.bundles().size());
    }
    EntitlementRows.change(
        tx, id, terms.seats(), terms.expires().getEpochSecond(), before.revision() + 1);
  }

  /** Needs viewer. */
  public RegisteredBundle get(Actor actor, String id) {
    actor.needs(Role.VIEWER);
    return Data.known(data.read(tx -> BundleRows.find(tx, id)), "bundle", id);
  }

  /** Needs viewer. */
  public Page<RegisteredBundle> list(Actor actor, PageRequest page) {
    actor.needs(Role.VIEWER);
    List<RegisteredBundle> items = data.read(tx -> BundleRows.list(tx, page.limit(), page.after()));
    return Data.page(items, page.limit(), RegisteredBundle::id);
  }
}
