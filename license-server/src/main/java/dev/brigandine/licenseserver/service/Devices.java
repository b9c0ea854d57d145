package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.Device;
import dev.brigandine.licenseserver.domain.Revocation;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.store.ActivationRows;
import dev.brigandine.licenseserver.store.DeviceRows;
import dev.brigandine.licenseserver.store.EntitlementRows;
import dev.brigandine.licenseserver.store.LeaseRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Devices that activated or are on a list. */
public final class Devices {
  private final Data data;
  private final Enrolments enrolments;

  Devices(Data data, Enrolments enrolments) {
    this.data = data;
    this.enrolments = enrolments;
  }

  /**
   * Puts a device, by the text of its public key file, on an entitlement's list; it counts as one
   * of its devices from then on. Needs issuer.
   */
  public Device add(Actor actor, String entitlement, String keys, String name) {
    actor.needs(Role.ISSUER);
    return data.write(
        tx -> {
          Data.known(EntitlementRows.lock(tx, entitlement), "entitlement", entitlement);
          Device device = enrolments.known(tx, keys, name, true);
          enrolments.enrol(tx, entitlement, device, true, Optional.empty());
          JsonObject detail = new JsonObject();
          detail.addProperty("entitlement", entitlement);
          detail.addProperty("name", device.name());
          Data.audit(tx, actor, "device.add", device.id(), detail);
          return device;
        });
  }

  /** Needs viewer. */
  public Device get(Actor actor, String id) {
    actor.needs(Role.VIEWER);
    return Data.known(find(id), "device", id);
  }

  /** For checking a proof: the device, if it is known. */
  public Optional<Device> find(String id) {
    return data.read(tx -> DeviceRows.find(tx, id));
  }

  /** Of one entitlement or of all. Needs viewer. */
  public Page<Device> list(Actor actor, Optional<String> entitlement, PageRequest page) {
    actor.needs(Role.VIEWER);
    List<Device> items =
        data.read(tx -> DeviceRows.list(tx, entitlement, page.limit(), page.after()));
    return Data.page(items, page.limit(), Device::id);
  }

  /**
   * Its licences are void, the revocation list names it, and it no longer counts as one of an
   * entitlement's devices. For good. Needs issuer.
   */
  public Device revoke(Actor actor, String id, String reason) {
    actor.needs(Role.ISSUER);
    Bounds.label("reason of a revocation", reason, Bounds.NOTE);
    return data.write(
        tx -> {
          Device device = Data.known(DeviceRows.lock(tx, id), "device", id);
          if (device.revoked().isPresent()) {
            throw new RefusedException(
                Refusal.CONFLICT, "device " + id + " was revoked before", null);
          }
          long now = tx.now();
          DeviceRows.revoke(
              tx, id, new Revocation(reason, actor.who(), Instant.ofEpochSecond(now)));
          // A relay may have licensed it, too, of which this server knows nothing.
          long last = Math.max(ActivationRows.lastExpiry(tx, id), LeaseRows.lastReservation(tx));
          RevocationLists.add(tx, id, Math.max(now + 1, last), now);
          JsonObject detail = new JsonObject();
          detail.addProperty("reason", reason);
          Data.audit(tx, actor, "device.revoke", id, detail);
          return DeviceRows.find(tx, id).orElseThrow();
        });
  }

  /** Names by ids, at most {@value PageRequest#MAX}. Needs viewer. */
  public Map<String, String> names(Actor actor, Set<String> ids) {
    actor.needs(Role.VIEWER);
    Bounds.check("number of ids", ids.size(), 0, PageRequest.MAX);
    return data.read(tx -> DeviceRows.names(tx, ids));
  }
}
