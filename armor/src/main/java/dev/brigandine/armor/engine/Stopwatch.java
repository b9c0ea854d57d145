package dev.brigandine.armor.engine;

import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.ModelGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How much longer one model takes than another, on one thread of this machine, now. Both run in
 * turn in short blocks, A B B A, so that what slows the machine meets both; the answer is the
 * median of the blocks' ratios. Not a benchmark: 1% is about what it can tell.
 */
public final class Stopwatch {
  private static final long BLOCK_NANOS = 10_000_000;
  private static final int MAX_CALLS = 500;
  private static final int MAX_BLOCKS = 400;

  /** What is timed. */
  interface Call {
    void run() throws OnnxException;
  }

  private final LongSupplier nanoClock;
  private final long budgetNanos;

  Stopwatch(LongSupplier nanoClock, Duration budget) {
    this.nanoClock = nanoClock;
    this.budgetNanos = budget.toNanos();
  }

  /**
   * Time of {@code other} over that of {@code base}; 1.03 is 3% more.
   *
   * @param budget how long to measure, about; two runs of each are made in any case
   * @throws OnnxException ({@code not-runnable}) if one of them does not run
   */
  public static double ratio(
      ModelGraph base,
      List<SampleTensor> baseInputs,
      ModelGraph other,
      List<SampleTensor> otherInputs,
      Duration budget)
      throws OnnxException {
    return ratio(OnnxModel.of(base), baseInputs, OnnxModel.of(other), otherInputs, budget);
  }

  /** As that of graphs. */
  public static double ratio(
      OnnxModel base,
      List<SampleTensor> baseInputs,
      OnnxModel other,
      List<SampleTensor> otherInputs,
      Duration budget)
      throws OnnxException {
    try (LoadedModel one = LoadedModel.open(base);
        LoadedModel two = LoadedModel.open(other);
        Feeds oneFeeds = Feeds.of(baseInputs);
        Feeds twoFeeds = Feeds.of(otherInputs)) {
      return new Stopwatch(System::nanoTime, budget)
          .ratio(() -> one.exercise(oneFeeds), () -> two.exercise(twoFeeds));
    }
  }

  double ratio(Call base, Call other) throws OnnxException {
    long start = nanoClock.getAsLong();
    // The first call of each allocates.
    block(base, 1);
    block(other, 1);
    double once = Math.max(1, Math.min(block(base, 1), block(other, 1)));
    int calls = (int) Math.max(1, Math.min(MAX_CALLS, BLOCK_NANOS / once));
    List<Double> ratios = new ArrayList<>();
    do {
      double a = block(base, calls);
      double b = block(other, calls);
      double c = block(other, calls);
      double d = block(base, calls);
      ratios.add(b / a);
      ratios.add(c / d);
    } while (nanoClock.getAsLong() - start < budgetNanos && ratios.size() < MAX_BLOCKS);
    Collections.sort(ratios);
    int middle = ratios.size() / 2;
    return (ratios.get(middle - 1) + ratios.get(middle)) / 2;
  }

  /** The median call of a block, in nanoseconds, at least 1. */
  private double block(Call call, int calls) throws OnnxException {
    long[] nanos = new long[calls];
    for (int i = 0; i < calls; i++) {
      long start = nanoClock.getAsLong();
      call.run();
      nanos[i] = nanoClock.getAsLong() - start;
    }
    Arrays.sort(nanos);
    return Math.max(1, nanos[calls / 2]);
  }
}
