package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Reservation;
import dev.brigandine.licenseserver.domain.Seats;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.Query;

/** Leases as staff see them, relays' seats, and what is swept up. */
public final class LeaseRows {
  private LeaseRows() {}

  /** A seat that is taken. Times are seconds since 1970. */
  public record Open(
      String lease,
      String entitlement,
      String licence,
      String device,
      String deviceName,
      String instance,
      int seat,
      long fence,
      long since,
      long expires) {}

  /** Leases that are not over, in the order of their ids. */
  public static List<Open> open(
      Tx tx, Optional<String> entitlement, long now, int limit, Optional<String> after) {
    Query query =
        tx.handle()
            .createQuery(
                "SELECT h.lease, h.entitlement, h.licence, h.device, d.name, h.instance, h.seat,"
                    + " h.fence, h.since, h.expires FROM holds h JOIN devices d ON d.id = h.device"
                    + " WHERE h.seat >= 0 AND h.expires > :now AND h.lease > :after"
                    + (entitlement.isPresent() ? " AND h.entitlement = :id" : "")
                    + " ORDER BY h.lease LIMIT :limit")
            .bind("now", now)
            .bind("after", after.orElse(""))
            .bind("limit", limit);
    entitlement.ifPresent(id -> query.bind("id", id));
    return query
        .map(
            (rs, ctx) ->
                new Open(
                    rs.getString(1),
                    rs.getString(2),
                    rs.getString(3),
                    rs.getString(4),
                    rs.getString(5),
                    rs.getString(6),
                    rs.getInt(7),
                    rs.getLong(8),
                    rs.getLong(9),
                    rs.getLong(10)))
        .list();
  }

  /** Takes seats out for a relay, until a time; false if fewer are free. */
  public static boolean reserve(
      Tx tx, String id, String entitlement, String relay, int seats, long until) {
    SeatRows rows = new SeatRows(tx);
    Map<String, SeatRows.Pool> pools = rows.lock(Set.of(entitlement));
    Map<String, Seats> all = rows.seats(pools, Set.of());
    long now = tx.now();
    if (all.isEmpty() || !all.get(entitlement).reserve(seats, until, now)) {
      return false;
    }
    rows.save(all, pools);
    tx.handle()
        .createUpdate(
            "INSERT INTO reservations (id, entitlement, relay, seats, until, created)"
                + " VALUES (?, ?, ?, ?, ?, ?)")
        .bind(0, id)
        .bind(1, entitlement)
        .bind(2, relay)
        .bind(3, seats)
        .bind(4, until)
        .bind(5, now)
        .execute();
    return true;
  }

  /** Seats lent to relays that are not back yet. */
  public static List<Reservation> reservations(Tx tx, String entitlement, long now) {
    return tx.handle()
        .createQuery("SELECT seats, until FROM reservations WHERE entitlement = ? AND until > ?")
        .bind(0, entitlement)
        .bind(1, now)
        .map((rs, ctx) -> new Reservation(rs.getInt(1), rs.getLong(2)))
        .list();
  }

  /** When the last seats that were lent to a relay come back; 0 if there are none. */
  public static long lastReservation(Tx tx) {
    return tx.handle()
        .createQuery("SELECT COALESCE(max(until), 0) FROM reservations")
        .mapTo(Long.class)
        .one();
  }

  /** Pools with a seat whose lease is over. */
  public static List<String> stale(Tx tx, int limit) {
    return tx.handle()
        .createQuery(
            "SELECT DISTINCT entitlement FROM holds WHERE seat >= 0 AND expires <= :now"
                + " LIMIT :limit")
        .bind("now", tx.now())
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /** Ends what is over in one pool. */
  public static void sweep(Tx tx, String entitlement) {
    SeatRows rows = new SeatRows(tx);
    Map<String, SeatRows.Pool> pools = rows.lock(Set.of(entitlement));
    Map<String, Seats> all = rows.seats(pools, Set.of());
    long now = tx.now();
    all.values().forEach(seats -> seats.pass(now));
    rows.save(all, pools);
  }

  /** Forgets instances without a seat that nothing can be played again of, and old samples. */
  public static void forget(Tx tx, long samplesBefore) {
    // By the pool's own time, which may be ahead of the clock.
    tx.handle()
        .createUpdate(
            "DELETE FROM holds WHERE seat < 0 AND ended < :before AND ended < (SELECT latest"
                + " FROM pools WHERE pools.entitlement = holds.entitlement) - :memory")
        .bind("before", tx.now() - Seats.MEMORY)
        .bind("memory", Seats.MEMORY)
        .execute();
    tx.handle()
        .createUpdate("DELETE FROM levels WHERE at < :before")
        .bind("before", samplesBefore)
        .execute();
  }

  /** The longest that a lease granted before now may still be good, in seconds from now. */
  public static long longestLease(Tx tx) {
    return tx.handle()
        .createQuery("SELECT COALESCE(max(heartbeat + grace), 0) FROM entitlements")
        .mapTo(Long.class)
        .one();
  }

  /** Fences and times of all pools go up, beyond what a lost copy may have given. */
  public static void leap(Tx tx, long fences) {
    tx.handle()
        .createUpdate("UPDATE pools SET fence = fence + :fences")
        .bind("fences", fences)
        .execute();
  }
}
