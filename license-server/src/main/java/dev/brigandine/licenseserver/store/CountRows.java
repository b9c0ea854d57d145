package dev.brigandine.licenseserver.store;

/** Counts for the overview. */
public final class CountRows {
  private CountRows() {}

  /** How many there are of each. */
  public record Counts(long customers, long entitlements, long devices, long seats, long inUse) {}

  /** Now. */
  public static Counts counts(Tx tx, long now) {
    return tx.handle()
        .createQuery(
            "SELECT (SELECT count(*) FROM customers),"
                + " (SELECT count(*) FROM entitlements WHERE revoked_at IS NULL"
                + " AND starts <= :now AND expires > :now),"
                + " (SELECT count(*) FROM devices WHERE revoked_at IS NULL),"
                + " (SELECT COALESCE(sum(seats), 0) FROM entitlements WHERE revoked_at IS NULL"
                + " AND starts <= :now AND expires > :now),"
                + " (SELECT count(*) FROM holds WHERE seat >= 0 AND expires > :now)")
        .bind("now", now)
        .map(
            (rs, ctx) ->
                new Counts(
                    rs.getLong(1), rs.getLong(2), rs.getLong(3), rs.getLong(4), rs.getLong(5)))
        .one();
  }
}
