package dev.brigandine.bench;

/** Told how far a comparison is. Called between measurements, never within one. */
@FunctionalInterface
public interface BenchProgress {
  /** Tells nobody. */
  BenchProgress NONE = (phase, done, total) -> {};

  /**
   * @param phase {@code start-up} or {@code latency}
   * @param done steps done, from 0 to {@code total}
   * @param total steps in this phase
   */
  void step(String phase, long done, long total);
}
