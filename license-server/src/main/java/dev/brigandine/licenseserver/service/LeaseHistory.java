package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.store.LevelRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Leases in use over time. A lease that ran out is seen to when its entitlement is next asked, or
 * by {@link LicenseServices#sweep}; until then the newest figures may be too high.
 */
public final class LeaseHistory {
  /** The most stretches of one answer. */
  public static final int MAX_BUCKETS = 500;

  private static final int MAX_SAMPLES = 200_000;

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
    List<LevelRows.Sample> before = new ArrayList<>();
    List<LevelRows.Sample> samples =
        data.read(
            tx -> {
              before.addAll(LevelRows.before(tx, entitlement, start, MAX_SAMPLES));
              return LevelRows.between(tx, entitlement, start, end, MAX_SAMPLES);
            });
    Map<String, Integer> levels = new HashMap<>();
    int total = 0;
    for (LevelRows.Sample sample : before) {
      levels.put(sample.entitlement(), sample.last());
      total += sample.last();
    }
    List<HistoryPoint> points = new ArrayList<>(buckets);
    int next = 0;
    for (int i = 0; i < buckets; i++) {
      long bucketStart = start + (end - start) * i / buckets;
      long bucketEnd = start + (end - start) * (i + 1) / buckets;
      int peak = total;
      while (next < samples.size() && samples.get(next).at() < bucketEnd) {
        LevelRows.Sample sample = samples.get(next++);
        int was = levels.getOrDefault(sample.entitlement(), 0);
        peak = Math.max(peak, total - was + sample.peak());
        total += sample.last() - was;
        levels.put(sample.entitlement(), sample.last());
      }
      points.add(new HistoryPoint(Instant.ofEpochSecond(bucketStart), peak, total));
    }
    return points;
  }
}
