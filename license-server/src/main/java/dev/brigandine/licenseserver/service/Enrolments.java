package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.Device;
import dev.brigandine.licenseserver.domain.Enrolment;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.store.DeviceRows;
import dev.brigandine.licenseserver.store.EntitlementRows;
import dev.brigandine.licenseserver.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which devices may have licences of an entitlement. */
final class Enrolments {
  private static final int MAX_KEYS = 4096;

  private final Tokens tokens;

  Enrolments(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * The device of these keys, added if it was not known; a revoked one is refused.
   *
   * @param staff whether staff states the keys. A proof shows that its sender has the signing key
   *     and nothing of the other one: so who knows a device's public key could make itself the one
   *     to speak for it, were a signing key taken from it later
   */
  Device known(Tx tx, String keys, String name, boolean staff) {
    if (keys == null || keys.length() > MAX_KEYS) {
      throw new RefusedException(
          Refusal.BAD_REQUEST, "a device's keys have at most " + MAX_KEYS + " characters", null);
    }
    Bounds.label("device's name", name, Bounds.LABEL);
    Tokens.DeviceKeys read = tokens.device(keys);
    Optional<Device> there = DeviceRows.lock(tx, read.id());
    if (there.isEmpty()) {
      Device device =
          new Device(
              read.id(),
              read.signer(),
              keys,
              name,
              Optional.empty(),
              Instant.ofEpochSecond(tx.now()));
      DeviceRows.insert(tx, device);
      return device;
    }
    Device device = there.get();
    if (device.revoked().isPresent()) {
      throw new RefusedException(
          Refusal.REVOKED, "device " + device.id() + " was revoked", "ask the vendor");
    }
    if (device.signer().isPresent()
        && read.signer().isPresent()
        && !device.signer().equals(read.signer())) {
      throw new RefusedException(
          Refusal.FORBIDDEN,
          "device " + device.id() + " is known with another signing key",
          "make a new device key");
    }
    if (device.signer().isEmpty() && read.signer().isPresent()) {
      if (!staff) {
        throw new RefusedException(
            Refusal.FORBIDDEN,
            "device " + device.id() + " is known without a signing key",
            "let the vendor add it again, by the public key file that has both keys");
      }
      DeviceRows.learn(tx, device.id(), read.signer().get(), keys);
      return DeviceRows.find(tx, device.id()).orElseThrow();
    }
    return device;
  }

  /**
   * Enrols a device if it may; the caller holds the lock of the entitlement, so that two cannot
   * both be the last.
   *
   * @param listing whether staff does it, which a list of devices is for
   */
  void enrol(
      Tx tx,
      String entitlementId,
      Device device,
      boolean listing,
      Optional<Map<String, List<String>>> traits) {
    Entitlement entitlement = EntitlementRows.find(tx, entitlementId).orElseThrow();
    Optional<DeviceRows.Enrolled> before = DeviceRows.enrolment(tx, entitlement.id(), device.id());
    boolean bound = entitlement.terms().machine().isPresent();
    if (before.isPresent()) {
      if (!listing && bound) {
        sameMachine(entitlement, before.get(), traits);
      }
    } else {
      if (!listing && entitlement.terms().enrolment() == Enrolment.LISTED) {
        throw new RefusedException(
            Refusal.FORBIDDEN,
            "device " + device.id() + " is not on the list of this entitlement",
            "ask the vendor to add it");
      }
      if (DeviceRows.count(tx, entitlement.id()) >= entitlement.terms().maxDevices()) {
        throw new RefusedException(
            Refusal.CONFLICT,
            "the entitlement's " + entitlement.terms().maxDevices() + " devices are all enrolled",
            "ask the vendor to revoke one that is no longer used");
      }
    }
    if (!listing && bound && traits.isEmpty()) {
      throw new RefusedException(
          Refusal.BAD_REQUEST,
          "this entitlement's licences are bound to a machine, and no traits were stated",
          "let the client state the machine's traits");
    }
    DeviceRows.enrol(
        tx,
        entitlement.id(),
        device.id(),
        bound ? traits.map(Traits::text) : Optional.empty(),
        tx.now());
  }

  private static void sameMachine(
      Entitlement entitlement,
      DeviceRows.Enrolled before,
      Optional<Map<String, List<String>>> traits) {
    if (before.traits().isPresent()
        && traits.isPresent()
        && !Traits.match(
            entitlement.terms().machine().orElseThrow(),
            Traits.parse(before.traits().get()),
            traits.get())) {
      throw new RefusedException(
          Refusal.FORBIDDEN,
          "the device was activated on another machine",
          "make a new device key on this machine; the vendor may revoke the old one");
    }
  }
}
