package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.domain.StaffToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hashes of the staff's tokens. */
public final class TokenRows {
  private TokenRows() {}

  /** A token as it is kept, with its hash. */
  public record Hashed(StaffToken token, String hash) {}

  /** Till the end of the transaction nobody else adds one who calls this, too. */
  public static void alone(Tx tx) {
    MetaRows.lockNumber(tx, MetaRows.GRANTS_FROM);
  }

  /** Adds one. */
  public static void insert(Tx tx, StaffToken token, String hash) {
    tx.handle()
        .createUpdate(
            "INSERT INTO tokens (id, hash, label, role, created)"
                + " VALUES (:id, :hash, :label, :role, :created)")
        .bind("id", token.id())
        .bind("hash", hash)
        .bind("label", token.label())
        .bind("role", token.role().name())
        .bind("created", token.created().getEpochSecond())
        .execute();
  }

  /** By its hash, revoked or not. */
  public static Optional<Hashed> byHash(Tx tx, String hash) {
    return tx.handle()
        .createQuery("SELECT * FROM tokens WHERE hash = :hash")
        .bind("hash", hash)
        .map((rs, ctx) -> new Hashed(row(rs), rs.getString("hash")))
        .findOne();
  }

  /** By its id. */
  public static Optional<StaffToken> find(Tx tx, String id) {
    return tx.handle()
        .createQuery("SELECT * FROM tokens WHERE id = :id" + tx.lock())
        .bind("id", id)
        .map((rs, ctx) -> row(rs))
        .findOne();
  }

  /** Admins' tokens that work, each locked, in one order. */
  public static List<String> lockAdmins(Tx tx) {
    return tx.handle()
        .createQuery(
            "SELECT id FROM tokens WHERE role = 'ADMIN' AND revoked IS NULL ORDER BY id"
                + tx.lock())
        .mapTo(String.class)
        .list();
  }

  /** Whether a token that works has this label. */
  public static boolean isInUse(Tx tx, String label) {
    return tx.handle()
            .createQuery("SELECT count(*) FROM tokens WHERE label = :label AND revoked IS NULL")
            .bind("label", label)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  /** Ends one. */
  public static void revoke(Tx tx, String id, long at) {
    tx.handle()
        .createUpdate("UPDATE tokens SET revoked = :at WHERE id = :id")
        .bind("at", at)
        .bind("id", id)
        .execute();
  }

  /** Newest first. */
  public static List<StaffToken> list(Tx tx, int limit, Optional<String> after) {
    return Paged.list(tx, "tokens", null, Map.of(), limit, after, (rs, ctx) -> row(rs));
  }

  private static StaffToken row(ResultSet rs) throws SQLException {
    return new StaffToken(
        rs.getString("id"),
        rs.getString("label"),
        Role.valueOf(rs.getString("role")),
        Columns.time(rs, "created"),
        Columns.maybeTime(rs, "revoked"));
  }
}
