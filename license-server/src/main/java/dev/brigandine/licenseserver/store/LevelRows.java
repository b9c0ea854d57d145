package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Seats;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** How many seats were in use, at each second at which that changed. */
public final class LevelRows {
  private LevelRows() {}

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

  /** A stretch in which something changed: the most seats at one moment, and those at its end. */
  public record Stretch(int number, int peak, int last) {}

  /**
   * Stretches of equal length, without those in which nothing changed. What was before the first is
   * number -1.
   */
  public static List<Stretch> stretches(
      Tx tx, Optional<String> entitlement, long from, long to, int count) {
    String only = entitlement.isPresent() ? " AND entitlement = :id" : "";
    Query query =
        tx.handle()
            .createQuery(
                // The last sample of each before the time, as if it were a second before it.
                "WITH samples AS (SELECT entitlement, at, peak, last FROM levels"
                    + " WHERE at >= :from AND at < :to"
                    + only
                    + " UNION ALL SELECT l.entitlement, :from - 1, l.last, l.last FROM levels l"
                    + " JOIN (SELECT entitlement AS id, max(at) AS newest FROM levels"
                    + " WHERE at < :from"
                    + only
                    + " GROUP BY entitlement) m ON m.id = l.entitlement AND m.newest = l.at),"
                    // What each changes, and from that the sum over all after it and in it.
                    + " steps AS (SELECT entitlement, at, peak, last, last - COALESCE("
                    + "LAG(last) OVER (PARTITION BY entitlement ORDER BY at), 0) AS step"
                    + " FROM samples),"
                    + " totals AS (SELECT entitlement, at, peak - last AS above, SUM(step) OVER"
                    + " (ORDER BY at, entitlement ROWS UNBOUNDED PRECEDING) AS total FROM steps),"
                    + " numbered AS (SELECT entitlement, at, total, total + above AS peak,"
                    + " CASE WHEN at < :from THEN -1 ELSE"
                    + " ((at - :from + 1) * :count - 1) / (:to - :from) END AS number FROM totals),"
                    + " ranked AS (SELECT number, peak, total, ROW_NUMBER() OVER"
                    + " (PARTITION BY number ORDER BY at DESC, entitlement DESC) AS place"
                    + " FROM numbered)"
                    + " SELECT number, MAX(peak), MAX(CASE WHEN place = 1 THEN total END)"
                    + " FROM ranked GROUP BY number ORDER BY number")
            .bind("from", from)
            .bind("to", to)
            .bind("count", (long) count);
    entitlement.ifPresent(id -> query.bind("id", id));
    return query.map((rs, ctx) -> new Stretch(rs.getInt(1), rs.getInt(2), rs.getInt(3))).list();
  }
}
