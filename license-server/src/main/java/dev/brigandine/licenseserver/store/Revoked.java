package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Revocation;

/** Marks rows as revoked. */
final class Revoked {
  private Revoked() {}

  /** {@code table} is a constant of this package. */
  static void mark(Tx tx, String table, String id, Revocation revocation) {
    tx.handle()
        .createUpdate(
            "UPDATE "
                + table
                + " SET revoked_reason = :reason, revoked_by = :by, revoked_at = :at"
                + " WHERE id = :id AND revoked_at IS NULL")
        .bind("reason", revocation.reason())
        .bind("by", revocation.by())
        .bind("at", revocation.at().getEpochSecond())
        .bind("id", id)
        .execute();
  }
}
