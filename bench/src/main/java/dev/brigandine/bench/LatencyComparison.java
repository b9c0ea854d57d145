package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.brigandine.armor.Tolerances;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Latencies of both sides in this process, in turn: blocks of calls A B B A A B B A … What would
 * favour a side, and what is done about it:
 *
 * <ul>
 *   <li>The first session of a process is 2 to 3 % slower on small inputs than a later one: an
 *       uncounted opening of both comes first.
 *   <li>Two sessions of one model differ by up to 1 % by where their memory came to lie: both sides
 *       are opened several times, each as often first as second.
 *   <li>ONNX Runtime's worker threads go on spinning for a while after a run, and would take a core
 *       from the other side: each block begins with calls that are not counted, during which the
 *       other side's workers fall asleep.
 * </ul>
 *
 * Nothing is set in ONNX Runtime but the number of threads and the provider.
 */
final class LatencyComparison {
  /** Short, so that what slows the machine meets both sides. */
  private static final long BLOCK_NANOS = 30_000_000;

  /** How long the untimed calls at a block's start go on where there are worker threads. */
  private static final long SETTLE_NANOS = 10_000_000;

  /**
   * Openings of both sides; fewer where opening is slow. Even, so that each order is as frequent.
   */
  private static final int ROUNDS = 4;

  private static final int SLOW_ROUNDS = 2;
  private static final long SLOW_OPENING_NANOS = 2_000_000_000L;
  private static final int MIN_CALLS = 2;
  private static final int MAX_CALLS = 2000;
  private static final double WARM_UP_SHARE = 0.1;

  private final BenchOptions options;
  private final BenchProgress progress;

  LatencyComparison(BenchOptions options, BenchProgress progress) {
    this.options = options;
    this.progress = progress;
  }

  List<LatencyCase> run() throws InterruptedException {
    if (options.latencyThreads().isEmpty()) {
      return List.of();
    }
    try {
      int rounds = uncounted() > SLOW_OPENING_NANOS ? SLOW_ROUNDS : ROUNDS;
      List<LatencyCase> cases = new ArrayList<>();
      for (int threads : options.latencyThreads()) {
        cases.addAll(run(threads, rounds, cases.size()));
      }
      int total = options.latencyInputs().size() * options.latencyThreads().size();
      progress.step("latency", (long) total * rounds, (long) total * rounds);
      return cases;
    } catch (OrtException e) {
      throw new BrigandineException(
          ErrorCode.ENGINE, "onnx runtime refused: " + e.getMessage(), null, e);
    }
  }

  /** The first opening; nanoseconds it took. */
  private long uncounted() throws OrtException {
    long start = System.nanoTime();
    try (OpenPair pair = OpenPair.open(options, options.latencyThreads().get(0), false);
        InputTensors tensors = InputTensors.of(options.latencyInputs().get(0).inputs())) {
      long opened = System.nanoTime() - start;
      pair.plain().run(tensors.byName()).close();
      pair.sealed().run(tensors.byName()).close();
      return opened;
    }
  }

  private List<LatencyCase> run(int threads, int rounds, int before)
      throws OrtException, InterruptedException {
    List<LatencyInputs> all = options.latencyInputs();
    int total = all.size() * options.latencyThreads().size() * rounds;
    long budget = options.latencyTime().toNanos() / total;
    List<LatencyRounds> cases = new ArrayList<>();
    for (LatencyInputs inputs : all) {
      cases.add(new LatencyRounds(inputs.label(), threads));
    }
    for (int round = 0; round < rounds; round++) {
      try (OpenPair pair = OpenPair.open(options, threads, round % 2 == 1)) {
        for (int i = 0; i < all.size(); i++) {
          if (Thread.interrupted()) {
            throw new InterruptedException("the comparison was interrupted");
          }
          progress.step("latency", (long) before * rounds + (long) round * all.size() + i, total);
          measure(all.get(i), threads, pair, cases.get(i), budget, options.tolerances());
        }
      }
    }
    return cases.stream().map(LatencyRounds::result).toList();
  }

  private static void measure(
      LatencyInputs inputs,
      int threads,
      OpenPair pair,
      LatencyRounds rounds,
      long budget,
      Tolerances tolerances)
      throws OrtException {
    Engine plain = pair.plain();
    Engine sealed = pair.sealed();
    try (InputTensors tensors = InputTensors.of(inputs.inputs())) {
      Map<String, OnnxTensor> byName = tensors.byName();
      long start = System.nanoTime();
      try (Answer wanted = plain.run(byName);
          Answer got = sealed.run(byName)) {
        rounds.compared(AnswerComparison.of(wanted, got, tolerances));
      }
      long call = Math.max(1, warmUp(plain, sealed, byName, (long) (budget * WARM_UP_SHARE)));
      int calls = (int) Math.max(MIN_CALLS, Math.min(MAX_CALLS, BLOCK_NANOS / call));
      int settle = threads == 1 ? 1 : (int) Math.max(1, Math.min(MAX_CALLS, SETTLE_NANOS / call));
      do {
        double a = block(plain, byName, settle, calls);
        double b = block(sealed, byName, settle, calls);
        rounds.add(a, b, calls);
        b = block(sealed, byName, settle, calls);
        a = block(plain, byName, settle, calls);
        rounds.add(a, b, calls);
      } while (System.nanoTime() - start < budget);
    }
  }

  /** Runs both in turn; nanoseconds of the quickest call. */
  static long warmUp(Engine plain, Engine sealed, Map<String, OnnxTensor> inputs, long nanos)
      throws OrtException {
    long start = System.nanoTime();
    long least = Long.MAX_VALUE;
    do {
      least = Math.min(least, Math.min(call(plain, inputs), call(sealed, inputs)));
    } while (System.nanoTime() - start < nanos);
    return least;
  }

  /** The median call of one block, in nanoseconds. */
  static double block(Engine engine, Map<String, OnnxTensor> inputs, int settle, int calls)
      throws OrtException {
    for (int i = 0; i < settle; i++) {
      call(engine, inputs);
    }
    double[] nanos = new double[calls];
    for (int i = 0; i < calls; i++) {
      nanos[i] = call(engine, inputs);
    }
    return Statistics.median(nanos);
  }

  private static long call(Engine engine, Map<String, OnnxTensor> inputs) throws OrtException {
    long start = System.nanoTime();
    engine.run(inputs).close();
    return System.nanoTime() - start;
  }
}
