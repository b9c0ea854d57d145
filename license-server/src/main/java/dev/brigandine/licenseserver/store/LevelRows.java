package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Seats;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** How many seats were in use, at each second at which that changed. */
public final class LevelRows {
  private LevelRows() {}

  /** One such second of one entitlement. */
  public record Sample(String entitlement, long at, int peak, int last) {}

  static void save(Tx tx, String entitlement, List<Seats.Level> levels) {
    if (levels.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        tx.handle()
            .prepareBatch(
                "INSERT INTO levels (entitlement, at, peak, last) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (entitlement, at) DO UPDATE SET last = excluded.last,"
                    + " peak = CASE WHEN excluded.peak > levels.peak THEN excluded.peak"
                    + " ELSE levels.peak END");
    for (Seats.Level level : levels) {
      batch
          .bind(0, entitlement)
          .bind(1, level.at())
          .bind(2, level.peak())
          .bind(3, level.last())
          .add();
    }
    batch.execute();
  }

  /** The samples in a time, in order of time; at most {@code limit}. */
  public static List<Sample> between(
      Tx tx, Optional<String> entitlement, long from, long to, int limit) {
    return query(
        tx,
        "SELECT entitlement, at, peak, last FROM levels WHERE at >= :from AND at < :to"
            + (entitlement.isPresent() ? " AND entitlement = :id" : "")
            + " ORDER BY at LIMIT :limit",
        entitlement,
        from,
        to,
        limit);
  }

  /** Of each entitlement, the last sample before a time. */
  public static List<Sample> before(Tx tx, Optional<String> entitlement, long from, int limit) {
    return query(
        tx,
        "SELECT l.entitlement, l.at, l.peak, l.last FROM levels l JOIN"
            + " (SELECT entitlement AS id, max(at) AS at FROM levels WHERE at < :from"
            + (entitlement.isPresent() ? " AND entitlement = :id" : "")
            + " GROUP BY entitlement) m ON m.id = l.entitlement AND m.at = l.at"
            + " WHERE :to = :to LIMIT :limit",
        entitlement,
        from,
        0,
        limit);
  }

  private static List<Sample> query(
      Tx tx, String sql, Optional<String> entitlement, long from, long to, int limit) {
    Query query =
        tx.handle().createQuery(sql).bind("from", from).bind("to", to).bind("limit", limit);
    entitlement.ifPresent(id -> query.bind("id", id));
    return query
        .map((rs, ctx) -> new Sample(rs.getString(1), rs.getLong(2), rs.getInt(3), rs.getInt(4)))
        .list();
  }
}
