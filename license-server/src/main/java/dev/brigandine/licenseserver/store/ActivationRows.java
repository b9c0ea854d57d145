package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Activation;
import dev.brigandine.licenseserver.domain.Revocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Licences that were issued. */
public final class ActivationRows {
  private ActivationRows() {}

  /**
   * What a licence was issued under: it is issued again when one of these is another.
   *
   * @param revision of the entitlement
   * @param delegation its {@code jti}
   */
  public record Basis(long revision, String delegation) {}

  /** A licence and what it was issued under. */
  public record Issued(Activation activation, Basis basis) {}

  /** Adds one, in place of the newest before it; that one stays good. */
  public static void insert(Tx tx, Activation activation, Basis basis) {
    tx.handle()
        .createUpdate(
            "UPDATE activations SET newest = 0 WHERE entitlement = ? AND bundle = ?"
                + " AND device = ? AND newest = 1")
        .bind(0, activation.entitlement())
        .bind(1, activation.bundle())
        .bind(2, activation.device())
        .execute();
    tx.handle()
        .createUpdate(
            "INSERT INTO activations (id, entitlement, bundle, device, created, expires, revision,"
                + " delegation_id, newest, jwt) VALUES (:id, :entitlement, :bundle, :device,"
                + " :created, :expires, :revision, :delegation, 1, :jwt)")
        .bind("id", activation.licence())
        .bind("entitlement", activation.entitlement())
        .bind("bundle", activation.bundle())
        .bind("device", activation.device())
        .bind("created", activation.issued().getEpochSecond())
        .bind("expires", activation.expires().getEpochSecond())
        .bind("revision", basis.revision())
        .bind("delegation", basis.delegation())
        .bind("jwt", activation.jwt())
        .execute();
  }

  /** The newest licence of a device. */
  public static Optional<Issued> newest(Tx tx, String entitlement, String bundle, String device) {
    return tx.handle()
        .createQuery(
            "SELECT * FROM activations WHERE entitlement = ? AND bundle = ? AND device = ?"
                + " AND newest = 1")
        .bind(0, entitlement)
        .bind(1, bundle)
        .bind(2, device)
        .map(
            (rs, ctx) ->
                new Issued(
                    row(rs), new Basis(rs.getLong("revision"), rs.getString("delegation_id"))))
        .findOne();
  }

  /** By its {@code jti}. */
  public static Optional<Activation> find(Tx tx, String licence) {
    return tx.handle()
        .createQuery("SELECT * FROM activations WHERE id = :id")
        .bind("id", licence)
        .map((rs, ctx) -> row(rs))
        .findOne();
  }

  /** Newest first. */
  public static List<Activation> list(
      Tx tx, Optional<String> entitlement, int limit, Optional<String> after) {
    return Paged.list(
        tx,
        "activations",
        entitlement.isPresent() ? "entitlement = :entitlement" : null,
        Map.of("entitlement", entitlement.orElse("")),
        limit,
        after,
        (rs, ctx) -> row(rs));
  }

  /** Marks it. */
  public static void revoke(Tx tx, String licence, Revocation revocation) {
    Revoked.mark(tx, "activations", licence, revocation);
  }

  /** A licence and when it ends. */
  public record Ending(String licence, long expires) {}

  /**
   * The licence and those that its device had of its entitlement and bundle before it, but what is
   * revoked.
   */
  public static List<Ending> upTo(Tx tx, Activation last) {
    return tx.handle()
        .createQuery(
            "SELECT id, expires FROM activations WHERE entitlement = :entitlement"
                + " AND bundle = :bundle AND device = :device AND revoked_at IS NULL"
                + " AND (id = :id OR created <= :created AND newest = 0) ORDER BY id")
        .bind("entitlement", last.entitlement())
        .bind("bundle", last.bundle())
        .bind("device", last.device())
        .bind("id", last.licence())
        .bind("created", last.issued().getEpochSecond())
        .map((rs, ctx) -> new Ending(rs.getString(1), rs.getLong(2)))
        .list();
  }

  /** When the last licence of a device ends; 0 if it has none. */
  public static long lastExpiry(Tx tx, String device) {
    return tx.handle()
        .createQuery("SELECT COALESCE(max(expires), 0) FROM activations WHERE device = :device")
        .bind("device", device)
        .mapTo(Long.class)
        .one();
  }

  private static Activation row(ResultSet rs) throws SQLException {
    return new Activation(
        rs.getString("id"),
        rs.getString("entitlement"),
        rs.getString("bundle"),
        rs.getString("device"),
        Columns.time(rs, "created"),
        Columns.time(rs, "expires"),
        Columns.revocation(rs),
        rs.getString("jwt"));
  }
}
