package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.AuditEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The audit chain. Its head is locked from an entry till the end of its transaction: append last.
 */
public final class AuditRows {
  private AuditRows() {}

  /** Where the chain ends. */
  public record Head(long n, String hash) {}

  /** Adds an entry after the last one. */
  public static void append(
      Tx tx, long now, String who, String action, String target, String detail) {
    Head head = head(tx, tx.lock());
    AuditEntry entry = AuditEntry.chain(head.n + 1, now, who, action, target, detail, head.hash);
    tx.handle()
        .createUpdate(
            "INSERT INTO audit (n, at, who, action, target, detail, previous, hash)"
                + " VALUES (:n, :at, :who, :action, :target, :detail, :previous, :hash)")
        .bind("n", entry.n())
        .bind("at", entry.at())
        .bind("who", entry.who())
        .bind("action", entry.action())
        .bind("target", entry.target())
        .bind("detail", entry.detail())
        .bind("previous", entry.previous())
        .bind("hash", entry.hash())
        .execute();
    tx.handle()
        .createUpdate("UPDATE audit_head SET n = :n, hash = :hash WHERE one = 1")
        .bind("n", entry.n())
        .bind("hash", entry.hash())
        .execute();
  }

  /** Where the chain ends. */
  public static Head head(Tx tx) {
    return head(tx, "");
  }

  private static Head head(Tx tx, String lock) {
    return tx.handle()
        .createQuery("SELECT n, hash FROM audit_head WHERE one = 1" + lock)
        .map((rs, ctx) -> new Head(rs.getLong(1), rs.getString(2)))
        .one();
  }

  /** Entries after {@code n}, in order. */
  public static List<AuditEntry> after(Tx tx, long n, int limit) {
    return tx.handle()
        .createQuery("SELECT * FROM audit WHERE n > :n ORDER BY n LIMIT :limit")
        .bind("n", n)
        .bind("limit", limit)
        .map((rs, ctx) -> row(rs))
        .list();
  }

  /** Entries before {@code n}, newest first. */
  public static List<AuditEntry> before(Tx tx, long n, int limit) {
    return tx.handle()
        .createQuery("SELECT * FROM audit WHERE n < :n ORDER BY n DESC LIMIT :limit")
        .bind("n", n)
        .bind("limit", limit)
        .map((rs, ctx) -> row(rs))
        .list();
  }

  private static AuditEntry row(ResultSet rs) throws SQLException {
    return new AuditEntry(
        rs.getLong("n"),
        rs.getLong("at"),
        rs.getString("who"),
        rs.getString("action"),
        rs.getString("target"),
        rs.getString("detail"),
        rs.getString("previous"),
        rs.getString("hash"));
  }
}
