package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Device;
import dev.brigandine.licenseserver.domain.Revocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Devices, and which entitlements they are enrolled with. */
public final class DeviceRows {
  private DeviceRows() {}

  /** Adds one. */
  public static void insert(Tx tx, Device device) {
    tx.handle()
        .createUpdate(
            "INSERT INTO devices (id, signer, keyset, name, created)"
                + " VALUES (:id, :signer, :keys, :name, :created)")
        .bind("id", device.id())
        .bind("signer", device.signer().orElse(null))
        .bind("keys", device.keys())
        .bind("name", device.name())
        .bind("created", device.created().getEpochSecond())
        .execute();
  }

  /** By its thumbprint. */
  public static Optional<Device> find(Tx tx, String id) {
    return find(tx, id, "");
  }

  /** By its thumbprint, for changing it. */
  public static Optional<Device> lock(Tx tx, String id) {
    return find(tx, id, tx.lock());
  }

  private static Optional<Device> find(Tx tx, String id, String lock) {
    return tx.handle()
        .createQuery("SELECT * FROM devices WHERE id = :id" + lock)
        .bind("id", id)
        .map((rs, ctx) -> row(rs))
        .findOne();
  }

  /** Keeps a signing key that was not known before. */
  public static void learn(Tx tx, String id, String signer, String keys) {
    tx.handle()
        .createUpdate(
            "UPDATE devices SET signer = :signer, keyset = :keys"
                + " WHERE id = :id AND signer IS NULL")
        .bind("signer", signer)
        .bind("keys", keys)
        .bind("id", id)
        .execute();
  }

  /** Newest first. */
  public static List<Device> list(
      Tx tx, Optional<String> entitlement, int limit, Optional<String> after) {
    return Paged.list(
        tx,
        "devices",
        entitlement.isPresent()
            ? "id IN (SELECT device FROM enrolments WHERE entitlement = :entitlement)"
            : null,
        Map.of("entitlement", entitlement.orElse("")),
        limit,
        after,
        (rs, ctx) -> row(rs));
  }

  /** Names by ids. */
  public static Map<String, String> names(Tx tx, Collection<String> ids) {
    return Names.of(tx, "devices", ids);
  }

  /** Marks it. */
  public static void revoke(Tx tx, String id, Revocation revocation) {
    Revoked.mark(tx, "devices", id, revocation);
  }

  /** What is kept of an enrolment: the machine's traits, as text, if there were any. */
  public record Enrolled(Optional<String> traits) {}

  /** Whether and how a device is enrolled. */
  public static Optional<Enrolled> enrolment(Tx tx, String entitlement, String device) {
    return tx.handle()
        .createQuery("SELECT traits FROM enrolments WHERE entitlement = ? AND device = ?")
        .bind(0, entitlement)
        .bind(1, device)
        .map((rs, ctx) -> new Enrolled(Optional.ofNullable(rs.getString(1))))
        .findOne();
  }

  /** How many devices are enrolled, revoked ones not counted. */
  public static long count(Tx tx, String entitlement) {
    return tx.handle()
        .createQuery(
            "SELECT count(*) FROM enrolments e JOIN devices d ON d.id = e.device"
                + " WHERE e.entitlement = ? AND d.revoked_at IS NULL")
        .bind(0, entitlement)
        .mapTo(Long.class)
        .one();
  }

  /** Enrols, or keeps the traits of an enrolment that had none. */
  public static void enrol(
      Tx tx, String entitlement, String device, Optional<String> traits, long at) {
    tx.handle()
        .createUpdate(
            "INSERT INTO enrolments (entitlement, device, traits, created)"
                + " VALUES (:entitlement, :device, :traits, :at)"
                + " ON CONFLICT (entitlement, device) DO UPDATE SET"
                + " traits = COALESCE(enrolments.traits, excluded.traits)")
        .bind("entitlement", entitlement)
        .bind("device", device)
        .bind("traits", traits.orElse(null))
        .bind("at", at)
        .execute();
  }

  private static Device row(ResultSet rs) throws SQLException {
    return new Device(
        rs.getString("id"),
        Columns.maybeText(rs, "signer"),
        rs.getString("keyset"),
        rs.getString("name"),
        Columns.revocation(rs),
        Columns.time(rs, "created"));
  }
}
