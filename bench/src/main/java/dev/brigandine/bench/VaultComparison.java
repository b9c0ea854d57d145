package dev.brigandine.bench;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A language model in a vault against the same in the application's process.
 *
 * <p>Latency: one caller, one run at a time, in several rounds of an application and a vault that
 * are both fresh ({@link VaultRound}). Throughput: so many threads, each with its own call after
 * call, on one session here and on the vault, in turn; the vault may put calls together ({@code
 * --batch}).
 */
public final class VaultComparison {
  private static final int ROUNDS = 6;
  private static final long SEED = 20261126;

  private final List<String> sealed;
  private final int threads;
  private final double seconds;

  VaultComparison(List<String> sealed, int threads, double seconds) {
    this.sealed = sealed;
    this.threads = threads;
    this.seconds = seconds;
  }

  /** See the usage text. */
  public static void main(String[] args) throws Exception {
    if (args.length < 3) {
      System.err.println(
          "usage: VaultComparison BUNDLE LICENCE DEVICE-KEY [--tokens 16,128] [--threads 1]"
              + " [--seconds 20] [--callers 1] [--batch 0] [--concurrency 2]");
      System.exit(2);
    }
    Map<String, String> options = new java.util.HashMap<>();
    for (int i = 3; i + 1 < args.length; i += 2) {
      options.put(args[i], args[i + 1]);
    }
    int callers = Integer.parseInt(options.getOrDefault("--callers", "1"));
    List<Integer> tokens =
        Arrays.stream(options.getOrDefault("--tokens", "16,128").split(","))
            .map(Integer::valueOf)
            .toList();
    VaultComparison comparison =
        new VaultComparison(
            List.of(args).subList(0, 3),
            Integer.parseInt(options.getOrDefault("--threads", "1")),
            Double.parseDouble(options.getOrDefault("--seconds", "20")));
    if (callers == 1) {
      comparison.latency(tokens);
    } else {
      VaultThroughput.compare(
          comparison,
          tokens,
          callers,
          Integer.parseInt(options.getOrDefault("--concurrency", "2")),
          Integer.parseInt(options.getOrDefault("--batch", "0")));
    }
  }

  private void latency(List<Integer> tokens) throws IOException, InterruptedException {
    List<LatencyRounds> cases = new ArrayList<>();
    for (int count : tokens) {
      cases.add(new LatencyRounds(count + " tokens", threads));
    }
    for (int round = 0; round < ROUNDS; round++) {
      VaultRound.inChild(sealed, threads, seconds / ROUNDS, tokens, cases);
    }
    for (LatencyRounds one : cases) {
      LatencyCase result = one.result();
      System.out.printf(
          Locale.ROOT,
          "%s, %d thread: in process %.3f ms, vault %.3f ms, ratio %.3f (medians %.3f, %.3f ms,"
              + " %.3f; pairs %.3f to %.3f), %d calls in %d blocks, %s%n",
          result.label(),
          result.threads(),
          result.plainMillis(),
          result.sealedMillis(),
          result.ratio(),
          result.plainMedianMillis(),
          result.sealedMedianMillis(),
          result.sealedMedianMillis() / result.plainMedianMillis(),
          result.spreadLow(),
          result.spreadHigh(),
          result.calls(),
          result.blocks(),
          result.identical() ? "answers identical" : "ANSWERS DIFFER");
    }
  }

  /** Both sides, and the vault's process and folder. */
  record Sides(Engine here, Engine vault, VaultProcess process, PrivateFolder folder)
      implements AutoCloseable {
    @Override
    public void close() throws OrtException, IOException {
      here.close();
      vault.close();
      process.close();
      deleteAll(folder.path().resolve("state"));
      folder.close();
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }

  Sides open(boolean vaultFirst, int concurrency, int batch) throws IOException, OrtException {
    PrivateFolder folder = PrivateFolder.create(null);
    Engine here = new SealedEngine(Clock.systemUTC());
    List<String> own = new ArrayList<>(sealed);
    own.add(SealedEngine.ANY_SIGNER);
    own.add("OWN");
    Engine.Setup setup = new Engine.Setup(own, null, threads, "cpu");
    if (!vaultFirst) {
      here.open(setup);
    }
    VaultProcess process = VaultProcess.start(folder.path(), sealed, threads, concurrency, batch);
    Engine vault = new VaultEngine();
    vault.open(new Engine.Setup(List.of(process.socket().toString()), null, threads, "cpu"));
    if (vaultFirst) {
      here.open(setup);
    }
    return new Sides(here, vault, process, folder);
  }

  double seconds() {
    return seconds;
  }

  /** One row of so many tokens, as MiniLM and its like take them. */
  static List<BenchInput> inputs(int tokens) {
    Random random = new Random(SEED);
    List<BenchInput> inputs = new ArrayList<>();
    for (String name : List.of("input_ids", "attention_mask", "token_type_ids")) {
      ByteBuffer data =
          ByteBuffer.allocateDirect(tokens * Long.BYTES).order(ByteOrder.nativeOrder());
      for (int i = 0; i < tokens; i++) {
        data.putLong(
            switch (name) {
              case "input_ids" -> 1000 + random.nextInt(20_000);
              case "attention_mask" -> 1;
              default -> 0;
            });
      }
      inputs.add(BenchInput.of(name, "int64", List.of(1L, (long) tokens), data.flip()));
    }
    return inputs;
  }
}
