package dev.brigandine.licenseserver.page;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Failed attempts to sign in, by address and in this process alone: {@value #BURST} at once, then
 * one in six seconds. What it slows is noise in the log and the database; 256 random bits are
 * guessed by nobody.
 */
final class Attempts {
  static final int BURST = 10;
  static final int SECONDS = 6;
  private static final int MOST = 65_536;

  private final TimeMeter time;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST;
        }
      };

  Attempts(Clock clock) {
    time =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return clock.millis() * 1_000_000;
          }

          @Override
          public boolean isWallClockBased() {
            return true;
          }
        };
  }

  /** Whether this address may try at all. */
  boolean may(String address) {
    return bucket(address).getAvailableTokens() > 0;
  }

  /** One more failed. */
  void failed(String address) {
    bucket(address).tryConsume(1);
  }

  private Bucket bucket(String address) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(
          address,
          key ->
              Bucket.builder()
                  .addLimit(
                      limit -> limit.capacity(BURST).refillGreedy(1, Duration.ofSeconds(SECONDS)))
                  .withCustomTimePrecision(time)
                  .build());
    }
  }
}
