package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Hold;
import dev.brigandine.licenseserver.domain.Reservation;
import dev.brigandine.licenseserver.domain.SeatRules;
import dev.brigandine.licenseserver.domain.Seats;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Reads seats under the lock of their entitlement, and writes what changed. */
final class SeatRows {
  record Pool(String entitlement, SeatRules rules, long latest, long fence, long runsTaken) {}

  record LicenceFacts(
      String licence,
      String entitlement,
      String device,
      long expires,
      boolean revoked,
      String signer,
      boolean deviceRevoked) {}

  private record Owned<T>(String entitlement, T value) {}

  private static final String HOLD =
      "entitlement, device, instance, licence, lease, seat, fence, seq, since, expires, ended,"
          + " block, granted, used";

  private final Tx tx;
  private final Handle handle;

  SeatRows(Tx tx) {
    this.tx = tx;
    this.handle = tx.handle();
  }

  Map<String, String> licencesOfLeases(Collection<String> leases) {
    Map<String, String> found = new HashMap<>();
    if (!leases.isEmpty()) {
      handle
          .createQuery("SELECT lease, licence FROM holds WHERE lease IN (<leases>)")
          .bindList("leases", leases)
          .map((rs, ctx) -> found.put(rs.getString(1), rs.getString(2)))
          .list();
    }
    return found;
  }

  Set<String> entitlementsOf(Collection<String> licences) {
    if (licences.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        handle
            .createQuery("SELECT DISTINCT entitlement FROM activations WHERE id IN (<licences>)")
            .bindList("licences", licences)
            .mapTo(String.class)
            .list());
  }

  /** Locks in the order of their ids, so that two batches cannot wait for each other. */
  Map<String, Pool> lock(Collection<String> entitlements) {
    Map<String, Pool> pools = new HashMap<>();
    if (entitlements.isEmpty()) {
      return pools;
    }
    long grantsFrom = MetaRows.number(tx, MetaRows.GRANTS_FROM);
    handle
        .createQuery(
            "SELECT e.id, e.seats, e.starts, e.expires, e.revoked_at, e.heartbeat + e.grace,"
                + " e.runs, p.latest, p.fence, p.runs_taken"
                + " FROM entitlements e JOIN pools p ON p.entitlement = e.id"
                + " WHERE e.id IN (<ids>) ORDER BY e.id"
                + tx.lock())
        .bindList("ids", entitlements)
        .map((rs, ctx) -> pools.put(rs.getString(1), pool(rs, grantsFrom)))
        .list();
    return pools;
  }

  private static Pool pool(ResultSet rs, long grantsFrom) throws SQLException {
    rs.getLong(5);
    final boolean revoked = !rs.wasNull();
    long runs = rs.getLong(7);
    if (rs.wasNull()) {
      runs = -1;
    }
    return new Pool(
        rs.getString(1),
        new SeatRules(
            rs.getInt(2), rs.getLong(3), rs.getLong(4), revoked, rs.getLong(6), runs, grantsFrom),
        rs.getLong(8),
        rs.getLong(9),
        rs.getLong(10));
  }

  Map<String, LicenceFacts> facts(Collection<String> licences) {
    Map<String, LicenceFacts> facts = new HashMap<>();
    if (!licences.isEmpty()) {
      handle
          .createQuery(
              "SELECT a.id, a.entitlement, a.device, a.expires, a.revoked_at IS NOT NULL,"
                  + " d.signer, d.revoked_at IS NOT NULL"
                  + " FROM activations a JOIN devices d ON d.id = a.device"
                  + " WHERE a.id IN (<licences>)")
          .bindList("licences", licences)
          .map(
              (rs, ctx) ->
                  facts.put(
                      rs.getString(1),
                      new LicenceFacts(
                          rs.getString(1),
                          rs.getString(2),
                          rs.getString(3),
                          rs.getLong(4),
                          rs.getBoolean(5),
                          rs.getString(6),
                          rs.getBoolean(7))))
          .list();
    }
    return facts;
  }

  /** Of each pool, the holds with a seat and those of the instances that ask. */
  Map<String, Seats> seats(Map<String, Pool> pools, Collection<String> instances) {
    Map<String, Seats> seats = new HashMap<>();
    if (pools.isEmpty()) {
      return seats;
    }
    Map<String, List<Hold>> holds = new HashMap<>();
    handle
        .createQuery(
            "SELECT "
                + HOLD
                + " FROM holds WHERE entitlement IN (<ids>)"
                + (instances.isEmpty()
                    ? " AND seat >= 0"
                    : " AND (seat >= 0 OR instance IN (<instances>))"))
        .bindList("ids", pools.keySet())
        .configure(
            org.jdbi.v3.core.statement.SqlStatements.class, c -> c.setUnusedBindingAllowed(true))
        .bindList("instances", instances.isEmpty() ? List.of("") : instances)
        .map((rs, ctx) -> new Owned<>(rs.getString(1), hold(rs)))
        .forEach(
            owned ->
                holds
                    .computeIfAbsent(owned.entitlement, key -> new ArrayList<>())
                    .add(owned.value));
    Map<String, List<Reservation>> reservations = new HashMap<>();
    handle
        .createQuery(
            "SELECT entitlement, seats, until FROM reservations WHERE entitlement IN (<ids>)")
        .bindList("ids", pools.keySet())
        .map(
            (rs, ctx) -> new Owned<>(rs.getString(1), new Reservation(rs.getInt(2), rs.getLong(3))))
        .forEach(
            owned ->
                reservations
                    .computeIfAbsent(owned.entitlement, key -> new ArrayList<>())
                    .add(owned.value));
    pools.forEach(
        (id, pool) ->
            seats.put(
                id,
                new Seats(
                    pool.rules,
                    reservations.getOrDefault(id, List.of()),
                    holds.getOrDefault(id, List.of()),
                    pool.latest,
                    pool.fence,
                    pool.runsTaken)));
    return seats;
  }

  private static Hold hold(ResultSet rs) throws SQLException {
    return new Hold(
        rs.getString(2),
        rs.getString(3),
        rs.getString(4),
        rs.getString(5),
        rs.getInt(6),
        rs.getLong(7),
        rs.getLong(8),
        rs.getLong(9),
        rs.getLong(10),
        rs.getLong(11),
        rs.getLong(12),
        rs.getLong(13),
        rs.getLong(14));
  }

  void save(Map<String, Seats> all, Map<String, Pool> pools) {
    all.forEach(
        (id, seats) -> {
          upsert(id, seats.vacated());
          upsert(id, seats.changes());
          LevelRows.save(tx, id, seats.levels());
          Pool was = pools.get(id);
          if (seats.time() != was.latest
              || seats.fence() != was.fence
              || seats.runsTaken() != was.runsTaken) {
            handle
                .createUpdate(
                    "UPDATE pools SET latest = :latest, fence = :fence, runs_taken = :runs"
                        + " WHERE entitlement = :id")
                .bind("latest", seats.time())
                .bind("fence", seats.fence())
                .bind("runs", seats.runsTaken())
                .bind("id", id)
                .execute();
          }
        });
  }

  private void upsert(String entitlement, List<Hold> holds) {
    if (holds.isEmpty()) {
      return;
    }
    // Those without a seat first: a seat that goes from one to another is free in between.
    List<Hold> sorted = new ArrayList<>(holds);
    sorted.sort((a, b) -> Boolean.compare(a.isSeated(), b.isSeated()));
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO holds ("
                + HOLD
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (entitlement, device, instance) DO UPDATE SET"
                + " licence = excluded.licence, lease = excluded.lease, seat = excluded.seat,"
                + " fence = excluded.fence, seq = excluded.seq, since = excluded.since,"
                + " expires = excluded.expires, ended = excluded.ended, block = excluded.block,"
                + " granted = excluded.granted, used = excluded.used");
    for (Hold hold : sorted) {
      batch
          .bind(0, entitlement)
          .bind(1, hold.device())
          .bind(2, hold.instance())
          .bind(3, hold.licence())
          .bind(4, hold.lease())
          .bind(5, hold.seat())
          .bind(6, hold.fence())
          .bind(7, hold.seq())
          .bind(8, hold.since())
          .bind(9, hold.expires())
          .bind(10, hold.ended())
          .bind(11, hold.block())
          .bind(12, hold.granted())
          .bind(13, hold.used())
          .add();
    }
    batch.execute();
  }
}
