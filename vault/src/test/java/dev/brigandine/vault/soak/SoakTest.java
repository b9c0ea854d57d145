package dev.brigandine.vault.soak;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.vault.TinyModels;
import dev.brigandine.vault.Vendor;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A vault under mixed load for {@code brigandine.soak.minutes} (1), callers killed at random, a
 * reload of all models each minute (each 10 seconds of a run of one minute). Every answer is
 * checked; memory and descriptors must not grow; in a run of more than a minute the slowest of a
 * hundred may take three times the usual one (in one minute a tenth of the time is reloads). The
 * first fifth of the time is not counted.
 *
 * <p>Callers from outside run with the lowest priority: starting a Java process takes a second of a
 * processor, and a machine with two of them would measure that and nothing else.
 */
@Tag("soak")
class SoakTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String[] OUTSIDE = {"add", "batched", "minilm"};

  @TempDir Path folder;
  private final Random random = new Random(11);
  private final Caller[] callers = new Caller[OUTSIDE.length];
  private int started;
  private int killed;

  /** One caller from outside, and when it is to die. */
  private record Caller(Child child, long end) {}

  @Test
  void aLongWhile() throws Exception {
    double minutes = Double.parseDouble(System.getProperty("brigandine.soak.minutes", "1"));
    long nanos = (long) (minutes * 60 * SECOND);
    prepare();
    Child vault =
        new Child(
            folder.resolve("vault-temp"),
            List.of(),
            List.of("-Xmx128m", "-Xms128m"),
            SoakVault.class,
            List.of(folder.toString(), minutes > 1 ? "60" : "10"));
    List<Long> memory = new ArrayList<>();
    List<Long> descriptors = new ArrayList<>();
    try {
      vault.await("ready");
      long began = System.nanoTime();
      long warm = began + nanos / 5;
      boolean measuring = false;
      long nextSample = warm;
      while (System.nanoTime() - began < nanos) {
        keepCallers();
        if (!measuring && System.nanoTime() - warm >= 0) {
          vault.process.getOutputStream().write('\n');
          vault.process.getOutputStream().flush();
          vault.await("measuring");
          measuring = true;
        }
        if (measuring && System.nanoTime() - nextSample >= 0) {
          memory.add(vault.memory());
          descriptors.add(vault.descriptors());
          nextSample += SECOND / 2;
        }
        assertThat(vault.process.isAlive()).as("the vault lives: %s", vault.lines()).isTrue();
        Thread.sleep(20);
      }
      endCallers();
      vault.process.getOutputStream().close();
      assertThat(vault.end()).as("%s", vault.lines()).isZero();
    } finally {
      vault.process.destroyForcibly();
      for (Caller caller : callers) {
        if (caller != null) {
          caller.child.process.destroyForcibly();
        }
      }
    }
    report(vault.lines(), memory, descriptors, minutes > 1);
  }

  private void prepare() throws Exception {
    Vendor vendor = new Vendor(folder);
    Path miniLm = TinyModels.miniLm(folder.resolve("minilm.onnx"));
    for (int version = 1; version <= 2; version++) {
      Path add = TinyModels.add(folder.resolve("add.onnx"), Work.STEP * version);
      seal(vendor, add, "add", version);
      seal(vendor, miniLm, "minilm", version);
    }
    Work.save(folder.resolve("answers"), alone());
  }

  private void seal(Vendor vendor, Path model, String name, int version) throws Exception {
    Path bundle = vendor.protect(model, version, ProtectOptions.Armor.NONE);
    Files.move(vendor.license(bundle), folder.resolve(name + version + ".jwt"));
    Files.move(bundle, folder.resolve(name + version + ".brig"));
  }

  /** MiniLM's answers, each run by itself in this process. */
  private List<float[]> alone() throws Exception {
    List<float[]> answers = new ArrayList<>();
    OpenOptions options = OpenOptions.defaults().stateFolder(folder.resolve("state"));
    try (ProtectedModel model =
        Brigandine.open(
            folder.resolve("minilm1.brig"),
            folder.resolve("minilm1.jwt"),
            folder.resolve("device.key"),
            options)) {
      for (int i = 0; i < Work.sentences(); i++) {
        Work.Sentence sentence = Work.Sentence.of(i);
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", tensor(sentence.ids()));
        inputs.put("attention_mask", tensor(sentence.mask()));
        inputs.put("token_type_ids", tensor(sentence.types()));
        try (ProtectedModel.Result result = model.run(inputs)) {
          FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
          float[] answer = new float[buffer.remaining()];
          buffer.get(answer);
          answers.add(answer);
        }
        inputs.values().forEach(OnnxTensor::close);
      }
    }
    return answers;
  }

  private static OnnxTensor tensor(long[] values) throws Exception {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(),
        Work.bytes(values).asLongBuffer(),
        new long[] {1, values.length});
  }

  /** Starts who is missing, and kills whose time has come, wherever he is. */
  private void keepCallers() throws Exception {
    for (int i = 0; i < callers.length; i++) {
      Caller caller = callers[i];
      if (caller != null && System.nanoTime() - caller.end >= 0) {
        kill(caller);
        callers[i] = null;
      } else if (caller != null && !caller.child.process.isAlive()) {
        int status = caller.child.end();
        throw new AssertionError(
            "a caller ended by itself, status " + status + ": " + caller.child.lines());
      } else if (caller == null) {
        callers[i] = new Caller(start(OUTSIDE[i]), end());
      }
    }
  }

  /** From now on. Some die before they have connected. */
  private long end() {
    return System.nanoTime() + SECOND / 2 + (long) (random.nextDouble() * 14 * SECOND);
  }

  private Child start(String model) throws Exception {
    int number = started++;
    return new Child(
        folder.resolve("caller-temp" + number),
        List.of("nice", "-n", "19"),
        List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
        SoakCaller.class,
        List.of(
            folder.resolve("v.sock").toString(),
            model,
            folder.resolve("answers").toString(),
            Integer.toString(number),
            model.equals("minilm") ? "60" : "10"));
  }

  private void kill(Caller caller) throws Exception {
    assertThat(caller.child.process.isAlive()).as("%s", caller.child.lines()).isTrue();
    caller.child.process.destroyForcibly();
    int status = caller.child.end();
    assertThat(status).as("%s", caller.child.lines()).isEqualTo(128 + 9);
    killed++;
  }

  private void endCallers() throws Exception {
    for (int i = 0; i < callers.length; i++) {
      if (callers[i] != null) {
        kill(callers[i]);
        callers[i] = null;
      }
    }
  }

  private void report(
      List<String> lines, List<Long> memory, List<Long> descriptors, boolean slowest) {
    System.out.println("callers started " + started + ", killed " + killed);
    lines.forEach(System.out::println);
    List<Long> series = new ArrayList<>();
    for (int i = 0; i < memory.size(); i += Math.max(1, memory.size() / 40)) {
      series.add(memory.get(i) / 1024);
    }
    System.out.println("memory MiB " + series);
    long[] kib = thirds(memory);
    long[] files = thirds(descriptors);
    System.out.printf(
        Locale.ROOT,
        "memory MiB, medians of first and last third: %.1f %.1f; descriptors: %d %d%n",
        kib[0] / 1024.0,
        kib[1] / 1024.0,
        files[0],
        files[1]);
    assertThat(lines).contains("wrong 0", "refused 0");
    assertThat(files[1]).as("descriptors").isLessThanOrEqualTo(files[0] + 4);
    assertThat(kib[1]).as("memory in KiB").isLessThanOrEqualTo(kib[0] + kib[0] / 20);
    for (String line : lines) {
      if (slowest && line.startsWith("latency ")) {
        String[] words = line.split(" ");
        assertThat(Double.parseDouble(words[4]))
            .as("p99 of %s in µs, of a median of %s", words[1], words[3])
            .isLessThanOrEqualTo(3 * Double.parseDouble(words[3]));
      }
    }
  }

  private static long[] thirds(List<Long> samples) {
    int third = samples.size() / 3;
    return new long[] {
      median(samples.subList(0, third)),
      median(samples.subList(samples.size() - third, samples.size()))
    };
  }

  private static long median(List<Long> samples) {
    long[] sorted = samples.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
