package dev.brigandine.bench;

import java.util.ArrayList;
import java.util.List;

/** Medians of one case's blocks, two and two as they were taken, over all rounds. */
final class LatencyRounds {
  /**
   * Of the blocks' medians the lower quartile stands for a side: on a machine with other work, most
   * blocks may be disturbed, and seldom both sides' alike. On a quiet one it is the median within
   * the noise.
   */
  private static final double CALM = 0.25;

  private final String label;
  private final int threads;
  private final List<Double> plain = new ArrayList<>();
  private final List<Double> sealed = new ArrayList<>();
  private boolean identical = true;
  private boolean agrees = true;
  private int calls;

  LatencyRounds(String label, int threads) {
    this.label = label;
    this.threads = threads;
  }

  /** What both sides answered in this round. */
  void compared(List<OutputDifference> outputs) {
    identical &= outputs.stream().allMatch(OutputDifference::identical);
    agrees &= outputs.stream().allMatch(OutputDifference::agrees);
  }

  /** Medians of two blocks run side by side, in nanoseconds a call. */
  void add(double plainNanos, double sealedNanos, int callsInEach) {
    plain.add(plainNanos);
    sealed.add(sealedNanos);
    calls += callsInEach;
  }

  LatencyCase result() {
    double[] a = values(plain);
    double[] b = values(sealed);
    double[] ratios = Statistics.ratios(a, b);
    double calmPlain = Statistics.quantile(a, CALM);
    double calmSealed = Statistics.quantile(b, CALM);
    return new LatencyCase(
        label,
        threads,
        calmSealed / calmPlain,
        calmPlain / 1e6,
        calmSealed / 1e6,
        Statistics.median(a) / 1e6,
        Statistics.median(b) / 1e6,
        Statistics.quantile(ratios, 0.25),
        Statistics.quantile(ratios, 0.75),
        calls,
        a.length,
        identical,
        agrees);
  }

  private static double[] values(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
