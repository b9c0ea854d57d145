package dev.brigandine.bench;

import dev.brigandine.bench.StartComparison.Starts;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Compares a sealed model with plain ONNX Runtime on the same machine in the same minutes: start-up
 * and memory in cold processes of their own, latency in this one.
 */
public final class Bench {
  private Bench() {}

  /**
   * Runs the whole comparison: cold starts first, then latencies. With the defaults some 11 × 2
   * cold starts and 20 seconds.
   *
   * @param progress told between measurements
   * @throws BrigandineException if a side fails to open or run (with that side's code), if a child
   *     process ends early, takes too long or breaks its protocol ({@link ErrorCode#INTERNAL}), or
   *     if the temp folder cannot be written ({@link ErrorCode#IO})
   * @throws InterruptedException if this thread is interrupted; seen between measurements, so a
   *     child that is running first answers or times out
   */
  public static BenchReport run(BenchOptions options, BenchProgress progress)
      throws InterruptedException {
    Figure size = size(options);
    Starts starts = new StartComparison(options, progress).run();
    List<LatencyCase> cases = new LatencyComparison(options, progress).run();
    return new BenchReport(
        start(starts),
        starts.plain().size(),
        stages(starts.plain()),
        stages(starts.sealed()),
        worst(cases),
        cases,
        memory(starts),
        size,
        starts.identical() && cases.stream().allMatch(LatencyCase::identical),
        ColdAgreement.of(starts, options) && cases.stream().allMatch(LatencyCase::agrees),
        Machine.here());
  }

  /** Milliseconds; the ratio is the median over pairs. */
  static Figure start(Starts starts) {
    double[] plain = Starts.values(starts.plain(), ColdRun::total);
    double[] sealed = Starts.values(starts.sealed(), ColdRun::total);
    return new Figure(
        Statistics.medianRatio(plain, sealed),
        Statistics.median(plain) / 1e6,
        Statistics.median(sealed) / 1e6);
  }

  private static Figure worst(List<LatencyCase> cases) {
    return cases.stream()
        .max(Comparator.comparingDouble(LatencyCase::ratio))
        .map(one -> new Figure(one.ratio(), one.plainMillis(), one.sealedMillis()))
        .orElse(Figure.UNAVAILABLE);
  }

  private static StartStages stages(List<ColdRun> runs) {
    return new StartStages(
        Statistics.median(Starts.values(runs, ColdRun::jvm)) / 1e6,
        Statistics.median(Starts.values(runs, ColdRun::open)) / 1e6,
        Statistics.median(Starts.values(runs, ColdRun::run)) / 1e6);
  }

  private static Figure memory(Starts starts) {
    double plain = Statistics.median(Starts.values(starts.plain(), ColdRun::peakBytes));
    double sealed = Statistics.median(Starts.values(starts.sealed(), ColdRun::peakBytes));
    return plain > 0 && sealed > 0 ? Figure.of(plain, sealed) : Figure.UNAVAILABLE;
  }

  private static Figure size(BenchOptions options) {
    return Figure.of(bytes(options.plainFiles()), bytes(options.sealedFiles()));
  }

  private static long bytes(List<Path> files) {
    long sum = 0;
    for (Path file : files) {
      try {
        sum += Files.size(file);
      } catch (IOException e) {
        throw new BrigandineException(
            ErrorCode.FILE_UNREADABLE, "cannot read " + file, "see that it is there", e);
      }
    }
    return sum;
  }
}
