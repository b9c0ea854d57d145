package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import dev.brigandine.licenseserver.domain.Activation;
import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.Device;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.RegisteredBundle;
import dev.brigandine.licenseserver.domain.Revocation;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.store.ActivationRows;
import dev.brigandine.licenseserver.store.BundleRows;
import dev.brigandine.licenseserver.store.DeviceRows;
import dev.brigandine.licenseserver.store.EntitlementRows;
import dev.brigandine.licenseserver.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Licences for devices. */
public final class Activations {
  private final Data data;
  private final Tokens tokens;
  private final Enrolments enrolments;
  private final RevocationLists revocations;

  Activations(Data data, Tokens tokens, Enrolments enrolments, RevocationLists revocations) {
    this.data = data;
    this.tokens = tokens;
    this.enrolments = enrolments;
    this.revocations = revocations;
  }

  private record Made(Activation activation, boolean fresh) {}

  /** A licence; the same again if neither terms nor delegation changed since. */
  public ActivationAnswer activate(ActivationRequest request) {
    Optional<Map<String, List<String>>> traits = request.traits().map(Traits::check);
    Made made =
        data.write(
            tx -> {
              Entitlement entitlement = usable(tx, request.entitlement());
              Device device = enrolments.known(tx, request.keys(), request.name(), false);
              if (!device.id().equals(request.device())
                  || !device.signer().equals(Optional.of(request.signer()))) {
                throw new RefusedException(
                    Refusal.FORBIDDEN,
                    "the request was not signed by the device whose keys it states",
                    "sign it with the signing key among the device's keys");
              }
              enrolments.enrol(tx, entitlement.id(), device, false, traits);
              return make(
                  tx, new Actor(device.id(), Role.VIEWER), entitlement, request.bundle(), device);
            });
    return new ActivationAnswer(made.activation.jwt(), revocations.current(), made.fresh);
  }

  /**
   * A licence by the text of a device's public key file, for a device without network; puts it on
   * the entitlement's list. Needs issuer.
   */
  public Activation issue(
      Actor actor, String entitlementId, String bundle, String keys, String name) {
    actor.needs(Role.ISSUER);
    return data.write(
            tx -> {
              Entitlement entitlement = usable(tx, entitlementId);
              Device device = enrolments.known(tx, keys, name, true);
              enrolments.enrol(tx, entitlement.id(), device, true, Optional.empty());
              return make(tx, actor, entitlement, bundle, device);
            })
        .activation;
  }

  private static Entitlement usable(Tx tx, String id) {
    Entitlement entitlement = Data.known(EntitlementRows.lock(tx, id), "entitlement", id);
    Instant now = Instant.ofEpochSecond(tx.now());
    if (entitlement.revoked().isPresent()) {
      throw new RefusedException(
          Refusal.REVOKED,
          // The reason is for staff: whoever knows an id may ask.
          "entitlement " + id + " was revoked",
          "ask the vendor");
    }
    if (!now.isBefore(entitlement.terms().expires())) {
      throw new RefusedException(
          Refusal.LICENSE_EXPIRED,
          "entitlement " + id + " expired at " + entitlement.terms().expires(),
          "ask the vendor to extend it");
    }
    return entitlement;
  }

  private Made make(Tx tx, Actor actor, Entitlement entitlement, String bundleId, Device device) {
    if (!entitlement.bundles().contains(bundleId)) {
      throw new RefusedException(
          Refusal.FORBIDDEN,
          "entitlement " + entitlement.id() + " is not for that bundle",
          "use the bundle that it was made for");
    }
    RegisteredBundle bundle = Data.known(BundleRows.find(tx, bundleId), "bundle", bundleId);
    Instant now = Instant.ofEpochSecond(tx.now());
    if (!now.isBefore(bundle.expires())) {
      throw new RefusedException(
          Refusal.LICENSE_EXPIRED,
          "the delegation for bundle " + bundleId + " expired at " + bundle.expires(),
          "the vendor must register a newer one");
    }
    ActivationRows.Basis basis =
        new ActivationRows.Basis(entitlement.revision(), bundle.delegationId());
    Optional<ActivationRows.Issued> before =
        ActivationRows.newest(tx, entitlement.id(), bundleId, device.id());
    if (before.isPresent()) {
      Activation activation = before.get().activation();
      if (activation.revoked().isPresent()) {
        throw new RefusedException(Refusal.REVOKED, "the licence was revoked", "ask the vendor");
      }
      if (before.get().basis().equals(basis) && now.isBefore(activation.expires())) {
        return new Made(activation, false);
      }
    }
    Instant expires =
        bundle.expires().isBefore(entitlement.terms().expires())
            ? bundle.expires()
            : entitlement.terms().expires();
    Optional<Map<String, List<String>>> traits =
        DeviceRows.enrolment(tx, entitlement.id(), device.id())
            .flatMap(DeviceRows.Enrolled::traits)
            .map(Traits::parse);
    if (entitlement.terms().machine().isPresent() && traits.isEmpty()) {
      throw new RefusedException(
          Refusal.CONFLICT,
          "the entitlement's licences are bound to a machine, and this device's is not known",
          "let the device activate itself once");
    }
    Tokens.Issued issued = tokens.licence(bundle, entitlement, device.keys(), traits, expires, now);
    Activation activation =
        new Activation(
            issued.id(),
            entitlement.id(),
            bundleId,
            device.id(),
            now,
            expires,
            Optional.empty(),
            issued.jwt());
    ActivationRows.insert(tx, activation, basis);
    JsonObject detail = new JsonObject();
    detail.addProperty("entitlement", entitlement.id());
    detail.addProperty("bundle", bundleId);
    detail.addProperty("device", device.id());
    detail.addProperty("expires", expires.toString());
    Data.audit(tx, actor, "licence.issue", issued.id(), detail);
    return new Made(activation, true);
  }

  /** Needs viewer. */
  public Activation get(Actor actor, String licence) {
    actor.needs(Role.VIEWER);
    return Data.known(data.read(tx -> ActivationRows.find(tx, licence)), "licence", licence);
  }

  /** Of one entitlement or of all. Needs viewer. */
  public Page<Activation> list(Actor actor, Optional<String> entitlement, PageRequest page) {
    actor.needs(Role.VIEWER);
    List<Activation> items =
        data.read(tx -> ActivationRows.list(tx, entitlement, page.limit(), page.after()));
    return Data.page(items, page.limit(), Activation::licence);
  }

  /**
   * Ends a licence for good, and with it those that the same device had of the same entitlement and
   * bundle before; the revocation list names them. Needs issuer.
   */
  public Activation revoke(Actor actor, String licence, String reason) {
    actor.needs(Role.ISSUER);
    Bounds.label("reason of a revocation", reason, Bounds.NOTE);
    return data.write(
        tx -> {
          Activation there = Data.known(ActivationRows.find(tx, licence), "licence", licence);
          EntitlementRows.lock(tx, there.entitlement());
          Activation activation = ActivationRows.find(tx, licence).orElseThrow();
          if (activation.revoked().isPresent()) {
            throw new RefusedException(
                Refusal.CONFLICT, "licence " + licence + " was revoked before", null);
          }
          long now = tx.now();
          Revocation revocation = new Revocation(reason, actor.who(), Instant.ofEpochSecond(now));
          for (ActivationRows.Ending ending : ActivationRows.upTo(tx, activation)) {
            ActivationRows.revoke(tx, ending.licence(), revocation);
            RevocationLists.add(tx, ending.licence(), ending.expires(), now);
          }
          JsonObject detail = new JsonObject();
          detail.addProperty("reason", reason);
          Data.audit(tx, actor, "licence.revoke", licence, detail);
          return ActivationRows.find(tx, licence).orElseThrow();
        });
  }
}
