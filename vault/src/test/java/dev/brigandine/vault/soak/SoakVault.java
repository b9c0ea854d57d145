package dev.brigandine.vault.soak;

import dev.brigandine.license.License;
import dev.brigandine.vault.config.LocalConfig;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.local.Control;
import dev.brigandine.vault.local.LocalFront;
import dev.brigandine.vault.model.Answer;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.ModelShelf;
import dev.brigandine.vault.model.ReloadReport;
import dev.brigandine.vault.model.Request;
import dev.brigandine.vault.model.ServedModel;
import dev.brigandine.vault.model.ShelfOptions;
import dev.brigandine.vault.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A vault with callers of its own inside, for {@code SoakTest}: {@code FOLDER RELOAD-SECONDS}, with
 * two bundles and licences of each model in the folder. Says {@code ready}; reads lines: {@code
 * measure} begins the count anew, the end of input ends it all. Then tells the figures.
 */
public final class SoakVault {
  private static final List<String> NAMES = List.of("add", "batched", "minilm");

  private final Path folder;
  private final List<float[]> answers;
  private final AtomicLong wrong = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile Map<String, Latency> latencies = fresh();
  private volatile boolean stop;
  private ModelShelf shelf;
  private int reloads;

  private SoakVault(Path folder) throws Exception {
    this.folder = folder;
    answers = Work.load(folder.resolve("answers"));
  }

  public static void main(String[] args) throws Exception {
    new SoakVault(Path.of(args[0])).run(Duration.ofSeconds(Long.parseLong(args[1])));
  }

  private static Map<String, Latency> fresh() {
    Map<String, Latency> latencies = new TreeMap<>();
    NAMES.forEach(name -> latencies.put(name, new Latency()));
    return latencies;
  }

  private void run(Duration reloadEvery) throws Exception {
    shelf = ModelShelf.open(configs(1), new Open(), ShelfOptions.of(folder.resolve("state")));
    require(shelf.ready(), "not all models opened: " + shelf.status());
    LocalConfig local = new LocalConfig(folder.resolve("v.sock"), List.of(), 64 << 20, 100);
    LocalFront front = LocalFront.start(local, shelf, new Silent());
    List<Thread> threads = new ArrayList<>();
    threads.add(start(() -> reloads(reloadEvery)));
    for (int i = 0; i < 2; i++) {
      int seed = i;
      threads.add(start(() -> sums("add", new Random(seed))));
      threads.add(start(() -> sums("batched", new Random(10 + seed))));
      threads.add(start(() -> sentences(new Random(20 + seed))));
    }
    System.out.println("ready");
    for (int c = System.in.read(); c >= 0; c = System.in.read()) {
      if (c == '\n') {
        latencies = fresh();
        System.out.println("measuring");
      }
    }
    stop = true;
    for (Thread thread : threads) {
      thread.join();
    }
    front.close(Duration.ofSeconds(5));
    shelf.close(Duration.ofSeconds(5));
    for (Map.Entry<String, Latency> each : latencies.entrySet()) {
      Latency latency = each.getValue();
      System.out.printf(
          Locale.ROOT,
          "latency %s %d %.1f %.1f %.1f%n",
          each.getKey(),
          latency.count(),
          latency.quantile(0.5),
          latency.quantile(0.99),
          latency.quantile(0.999));
    }
    System.out.println("wrong " + wrong);
    System.out.println("refused " + refused);
    System.out.println("reloads " + reloads);
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void require(boolean so, String otherwise) {
    if (!so) {
      throw new IllegalStateException(otherwise);
    }
  }

  private List<ModelConfig> configs(int version) {
    Optional<ModelConfig.Batching> batching =
        Optional.of(new ModelConfig.Batching(8, Duration.ZERO));
    return List.of(
        config("add", "add" + version, Optional.empty()),
        config("batched", "add" + version, batching),
        config("minilm", "minilm" + version, batching));
  }

  private ModelConfig config(String name, String files, Optional<ModelConfig.Batching> batching) {
    return new ModelConfig(
        name,
        folder.resolve(files + ".brig"),
        new ModelConfig.Licensing.File(folder.resolve(files + ".jwt")),
        folder.resolve("device.key"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.of(1),
        2,
        64,
        Duration.ofSeconds(30),
        Optional.empty(),
        batching,
        Optional.empty());
  }

  private void reloads(Duration every) {
    long next = System.nanoTime() + every.toNanos();
    while (!stop) {
      pause(20);
      if (System.nanoTime() - next >= 0) {
        reloads++;
        ReloadReport report = shelf.reload(configs(1 + reloads % 2));
        boolean all =
            report.changes().stream()
                .allMatch(change -> change.outcome() == ReloadReport.Outcome.REPLACED);
        if (!all) {
          fault("reload " + report);
        }
        next += every.toNanos();
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sums(String name, Random mine) {
    ServedModel model = shelf.find(name, OptionalLong.empty());
    while (!stop) {
      float[] numbers = Work.numbers(mine);
      ByteBuffer bytes = Work.bytes(numbers);
      Tensor x = new Tensor("x", ElementType.FP32, new long[] {numbers.length / 4, 4}, bytes);
      check(
          name,
          model,
          Request.of(List.of(x)),
          (version, floats) -> {
            float bias = Work.STEP * version;
            String difference = Work.sum(numbers, floats);
            return difference == null && floats[0] != numbers[0] + bias
                ? "the answer is another version's than " + version
                : difference;
          });
      pause(5 + mine.nextInt(10));
    }
  }

  private void sentences(Random mine) {
    ServedModel model = shelf.find("minilm", OptionalLong.empty());
    while (!stop) {
      int number = mine.nextInt(answers.size());
      check(
          "minilm",
          model,
          request(Work.Sentence.of(number)),
          (version, floats) -> Work.difference(answers.get(number), floats));
      pause(40 + mine.nextInt(40));
    }
  }

  static Request request(Work.Sentence sentence) {
    return Request.of(
        List.of(
            longs("input_ids", sentence.ids()),
            longs("attention_mask", sentence.mask()),
            longs("token_type_ids", sentence.types())));
  }

  private static Tensor longs(String name, long[] values) {
    return new Tensor(name, ElementType.INT64, new long[] {1, values.length}, Work.bytes(values));
  }

  private interface Check {
    String wrong(long version, float[] floats);
  }

  private void check(String name, ServedModel model, Request request, Check check) {
    long began = System.nanoTime();
    try (Answer answer = model.run(request)) {
      latencies.get(name).add(System.nanoTime() - began);
      ByteBuffer data = answer.outputs().get(0).data();
      float[] floats = new float[data.remaining() / 4];
      data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
      String difference = check.wrong(answer.version(), floats);
      if (difference != null) {
        fault(name + ": " + difference);
      }
    } catch (RuntimeException e) {
      refused.incrementAndGet();
      System.out.println("refusal " + name + ": " + e);
    }
  }

  private void fault(String text) {
    wrong.incrementAndGet();
    System.out.println("fault " + text);
  }

  private static final class Open implements Hardening {
    @Override
    public List<Measure> measures() {
      return List.of();
    }

    @Override
    public void require(License license) {}
  }

  private static final class Silent implements Control {
    @Override
    public String status() {
      return "{}";
    }

    @Override
    public String reload() {
      return "{}";
    }
  }
}
