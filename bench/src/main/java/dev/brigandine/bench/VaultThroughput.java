package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Runs a second of many callers, on one session here and on the vault, in turn. */
final class VaultThroughput {
  private static final long BLOCK_NANOS = 1_000_000_000;
  private static final int ROUNDS = 2;

  private VaultThroughput() {}

  static void compare(
      VaultComparison comparison, List<Integer> tokens, int callers, int concurrency, int batch)
      throws IOException, OrtException, InterruptedException {
    for (int count : tokens) {
      List<Double> here = new ArrayList<>();
      List<Double> vault = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        try (VaultComparison.Sides sides = comparison.open(round % 2 == 1, concurrency, batch);
            InputTensors tensors = InputTensors.of(VaultComparison.inputs(count))) {
          Map<String, OnnxTensor> inputs = tensors.byName();
          block(sides.here(), inputs, callers);
          block(sides.vault(), inputs, callers);
          long budget =
              (long) (comparison.seconds() * 1e9 / ROUNDS / tokens.size()) + System.nanoTime();
          do {
            here.add(block(sides.here(), inputs, callers));
            vault.add(block(sides.vault(), inputs, callers));
            vault.add(block(sides.vault(), inputs, callers));
            here.add(block(sides.here(), inputs, callers));
          } while (System.nanoTime() - budget < 0);
        }
      }
      double[] a = values(here);
      double[] b = values(vault);
      System.out.printf(
          Locale.ROOT,
          "%d tokens, %d callers, batch %d, concurrency %d: in process %.1f/s, vault %.1f/s, ratio"
              + " %.3f (upper quartiles %.3f; pairs %.3f to %.3f), %d blocks%n",
          count,
          callers,
          batch,
          concurrency,
          Statistics.median(a),
          Statistics.median(b),
          Statistics.median(b) / Statistics.median(a),
          Statistics.quantile(b, 0.75) / Statistics.quantile(a, 0.75),
          Statistics.quantile(Statistics.ratios(a, b), 0.25),
          Statistics.quantile(Statistics.ratios(a, b), 0.75),
          a.length);
    }
  }

  private static double[] values(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Runs a second. */
  private static double block(Engine engine, Map<String, OnnxTensor> inputs, int callers)
      throws InterruptedException, OrtException {
    AtomicLong runs = new AtomicLong();
    AtomicReference<Exception> failure = new AtomicReference<>();
    long start = System.nanoTime();
    long end = start + BLOCK_NANOS;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  while (System.nanoTime() - end < 0) {
                    engine.run(inputs).close();
                    runs.incrementAndGet();
                  }
                } catch (OrtException | RuntimeException e) {
                  failure.set(e);
                }
              },
              "bench caller");
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("a run failed", failure.get());
    }
    return runs.get() * 1e9 / (System.nanoTime() - start);
  }
}
