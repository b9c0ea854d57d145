package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.store.LevelRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leases in use over time. A lease that ran out is seen to when its entitlement is next asked, or
 * by {@link LicenseServices#sweep}; until then the newest figures may be too high.
 */
public final class LeaseHistory {
  /** The most stretches of one answer. */
  public static final int MAX_BUCKETS = 500;

  private final Data data;

  LeaseHistory(Data data) {
    this.data = data;
  }

  /**
   * Stretches of equal length, of one entitlement or of all. Of several entitlements the peak of a
   * stretch is the most at one moment, to the second.
   *
   * @param buckets 1 to {@value #MAX_BUCKETS}
   */
  public List<HistoryPoint> points(
      Actor actor, Optional<String> entitlement, Instant from, Instant to, int buckets) {
    actor.needs(Role.VIEWER);
    Bounds.check("number of stretches", buckets, 1, MAX_BUCKETS);
    long start = Bounds.moment("start", from).getEpochSecond();
    long end = Bounds.moment("end", to).getEpochSecond();
    if (end - start < buckets) {
      throw new RefusedException(
          Refusal.BAD_REQUEST, "each stretch must be at least a second long", "ask for fewer");
    }
    List<LevelRows.Stretch> changed =
        data.read(tx -> LevelRows.stretches(tx, entitlement, start, end, buckets));
    List<HistoryPoint> points = new ArrayList<>(buckets);
    int next = 0;
    int level = 0;
    if (!changed.isEmpty() && changed.get(0).number() < 0) {
      level = changed.get(next++).last();
    }
    for (int i = 0; i < buckets; i++) {
      Instant at = Instant.ofEpochSecond(start + (end - start) * i / buckets);
      int peak = level;
      if (next < changed.size() && changed.get(next).number() == i) {
        peak = Math.max(peak, changed.get(next).peak());
        level = changed.get(next++).last();
      }
      points.add(new HistoryPoint(at, peak, level));
    }
    return points;
  }
}
