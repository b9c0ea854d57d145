package dev.brigandine.licenseserver.store;

import java.util.List;

/** Runs by entitlement, device and day. */
public final class UsageRows {
  private UsageRows() {}

  /** Runs of a device on a day; {@code day} counts from 1970-01-01. */
  public record Day(String entitlement, String device, long day, long runs) {}

  /** Adds to a day's runs. */
  public static void add(Tx tx, String entitlement, String device, long day, long runs) {
    tx.handle()
        .createUpdate(
            "INSERT INTO usage_days (entitlement, device, day, runs) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (entitlement, device, day) DO UPDATE SET"
                + " runs = usage_days.runs + excluded.runs")
        .bind(0, entitlement)
        .bind(1, device)
        .bind(2, day)
        .bind(3, runs)
        .execute();
  }

  /**
   * Takes in a total that rises.
   *
   * @return by how much it rose since the last one
   */
  public static long rise(Tx tx, String licence, String instance, long total) {
    // In place first, so that the row is locked before it is read.
    tx.handle()
        .createUpdate(
            "INSERT INTO usage_totals (licence, instance, total) VALUES (?, ?, 0)"
                + " ON CONFLICT (licence, instance) DO UPDATE SET total = usage_totals.total")
        .bind(0, licence)
        .bind(1, instance)
        .execute();
    long was =
        tx.handle()
            .createQuery("SELECT total FROM usage_totals WHERE licence = ? AND instance = ?")
            .bind(0, licence)
            .bind(1, instance)
            .mapTo(Long.class)
            .one();
    if (total <= was) {
      return 0;
    }
    tx.handle()
        .createUpdate("UPDATE usage_totals SET total = ? WHERE licence = ? AND instance = ?")
        .bind(0, total)
        .bind(1, licence)
        .bind(2, instance)
        .execute();
    return total - was;
  }

  /** Runs of all devices on a day. */
  public record Total(long day, long runs, long devices) {}

  /** By day, {@code from} to {@code to}, both included. */
  public static List<Total> totals(Tx tx, String entitlement, long from, long to) {
    return tx.handle()
        .createQuery(
            "SELECT day, sum(runs), count(*) FROM usage_days WHERE entitlement = ?"
                + " AND day >= ? AND day <= ? GROUP BY day ORDER BY day")
        .bind(0, entitlement)
        .bind(1, from)
        .bind(2, to)
        .map((rs, ctx) -> new Total(rs.getLong(1), rs.getLong(2), rs.getLong(3)))
        .list();
  }

  /** Days {@code from} to {@code to}, both included. */
  public static List<Day> between(Tx tx, String entitlement, long from, long to, int limit) {
    return tx.handle()
        .createQuery(
            "SELECT entitlement, device, day, runs FROM usage_days WHERE entitlement = ?"
                + " AND day >= ? AND day <= ? ORDER BY day, device LIMIT ?")
        .bind(0, entitlement)
        .bind(1, from)
        .bind(2, to)
        .bind(3, limit)
        .map((rs, ctx) -> new Day(rs.getString(1), rs.getString(2), rs.getLong(3), rs.getLong(4)))
        .list();
  }
}
