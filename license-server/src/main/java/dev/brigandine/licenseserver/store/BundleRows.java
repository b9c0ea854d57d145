package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.RegisteredBundle;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registered bundles. */
public final class BundleRows {
  private BundleRows() {}

  /** Adds one, or puts a newer delegation in place of the one there. */
  public static void put(Tx tx, RegisteredBundle bundle) {
    tx.handle()
        .createUpdate(
            "INSERT INTO bundles (id, model, version, customer, delegation, delegation_id, signer,"
                + " expires, seats, created) VALUES (:id, :model, :version, :customer,"
                + " :delegation, :delegationId, :signer, :expires, :seats, :created)"
                + " ON CONFLICT (id) DO UPDATE SET delegation = excluded.delegation,"
                + " delegation_id = excluded.delegation_id, expires = excluded.expires,"
                + " seats = excluded.seats, version = excluded.version")
        .bind("id", bundle.id())
        .bind("model", bundle.model())
        .bind("version", Columns.orNull(bundle.version()))
        .bind("customer", bundle.customer().orElse(null))
        .bind("delegation", bundle.delegation())
        .bind("delegationId", bundle.delegationId())
        .bind("signer", bundle.signer())
        .bind("expires", bundle.expires().getEpochSecond())
        .bind("seats", Columns.orNull(bundle.seats()))
        .bind("created", bundle.registered().getEpochSecond())
        .execute();
  }

  /** By its id. */
  public static Optional<RegisteredBundle> find(Tx tx, String id) {
    return tx.handle()
        .createQuery("SELECT * FROM bundles WHERE id = :id")
        .bind("id", id)
        .map((rs, ctx) -> row(rs))
        .findOne();
  }

  /** Newest first. */
  public static List<RegisteredBundle> list(Tx tx, int limit, Optional<String> after) {
    return Paged.list(tx, "bundles", null, Map.of(), limit, after, (rs, ctx) -> row(rs));
  }

  /** Whose delegations end in a time, the first to end first. */
  public static List<RegisteredBundle> expiring(Tx tx, long from, long to, int limit) {
    return tx.handle()
        .createQuery(
            "SELECT * FROM bundles WHERE expires > :from AND expires <= :to"
                + " ORDER BY expires LIMIT :limit")
        .bind("from", from)
        .bind("to", to)
        .bind("limit", limit)
        .map((rs, ctx) -> row(rs))
        .list();
  }

  private static RegisteredBundle row(ResultSet rs) throws SQLException {
    return new RegisteredBundle(
        rs.getString("id"),
        rs.getString("model"),
        Columns.maybeLong(rs, "version"),
        Columns.maybeText(rs, "customer"),
        rs.getString("delegation"),
        rs.getString("delegation_id"),
        rs.getString("signer"),
        Columns.time(rs, "expires"),
        Columns.maybeInt(rs, "seats"),
        Columns.time(rs, "created"));
  }
}
