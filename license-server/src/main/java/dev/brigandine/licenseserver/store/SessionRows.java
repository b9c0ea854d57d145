package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Role;
import java.util.Optional;

/** Sessions of the vendor's page. */
public final class SessionRows {
  private SessionRows() {}

  /** Whose session it is. */
  public record Holder(String label, Role role) {}

  /** Adds one. */
  public static void insert(Tx tx, String hash, String token, long expires) {
    tx.handle()
        .createUpdate("INSERT INTO sessions (hash, token, expires) VALUES (?, ?, ?)")
        .bind(0, hash)
        .bind(1, token)
        .bind(2, expires)
        .execute();
  }

  /** Whose it is, if it goes on and the token it was opened with still works. */
  public static Optional<Holder> find(Tx tx, String hash) {
    return tx.handle()
        .createQuery(
            "SELECT t.label, t.role FROM sessions s JOIN tokens t ON t.id = s.token"
                + " WHERE s.hash = :hash AND s.expires > :now AND t.revoked IS NULL")
        .bind("hash", hash)
        .bind("now", tx.now())
        .map((rs, ctx) -> new Holder(rs.getString(1), Role.valueOf(rs.getString(2))))
        .findOne();
  }

  /** Ends one. */
  public static void delete(Tx tx, String hash) {
    tx.handle().createUpdate("DELETE FROM sessions WHERE hash = ?").bind(0, hash).execute();
  }

  /** Forgets those that are over. */
  public static void forget(Tx tx) {
    tx.handle().createUpdate("DELETE FROM sessions WHERE expires <= ?").bind(0, tx.now()).execute();
  }
}
