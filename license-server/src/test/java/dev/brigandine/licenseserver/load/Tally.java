package dev.brigandine.licenseserver.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened, and how long it took. */
final class Tally {
  private final Map<String, Long> counts = new TreeMap<>();
  private final List<String> lost = new ArrayList<>();
  private long[] nanos = new long[1 << 16];
  private int timed;
  private long claims;
  private long granted;
  private long lostLeases;
  private long since = System.nanoTime();
  private double seconds;

  /** Begins anew, but for what was lost. */
  synchronized void reset() {
    counts.clear();
    timed = 0;
    claims = 0;
    granted = 0;
    since = System.nanoTime();
    seconds = 0;
  }

  /** What comes from here on is not measured. */
  synchronized void end() {
    seconds = (System.nanoTime() - since) / 1e9;
  }

  synchronized void claim(long took, boolean given) {
    if (seconds > 0) {
      return;
    }
    claims++;
    granted += given ? 1 : 0;
    if (timed == nanos.length) {
      nanos = Arrays.copyOf(nanos, timed * 2);
    }
    nanos[timed++] = took;
  }

  synchronized void unanswered() {
    put("without answer");
  }

  synchronized void put(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  synchronized void lost(String what) {
    lostLeases++;
    if (lost.size() < 10) {
      lost.add(what);
    }
  }

  synchronized long claims() {
    return claims;
  }

  synchronized long granted() {
    return granted;
  }

  /** Leases that their server no longer knew, though they held. */
  synchronized long lostLeases() {
    return lostLeases;
  }

  synchronized List<String> lost() {
    return List.copyOf(lost);
  }

  synchronized double perSecond() {
    return claims / seconds;
  }

  /** Within how many milliseconds {@code percent} of the claims were answered. */
  synchronized double percentile(double percent) {
    long[] sorted = Arrays.copyOf(nanos, timed);
    Arrays.sort(sorted);
    return timed == 0 ? 0 : sorted[(int) Math.min(timed - 1, timed * percent / 100)] / 1e6;
  }

  @Override
  public synchronized String toString() {
    return String.format(
        "%d claims, %.0f claims/s, %d granted, p50 %.1f ms, p99 %.1f ms, %s",
        claims, perSecond(), granted, percentile(50), percentile(99), counts);
  }
}
