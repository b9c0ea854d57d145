package dev.brigandine.bench;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmorReport;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.onnx.OnnxModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long a plan takes, and a rewrite with its proof, and the weights when they are written. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx3g"})
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class ArmorBenchmark {
  /** A resource. */
  @Param({"/all-minilm-l6-v2.onnx", "/models/ch_PP-OCRv4_det_infer.onnx"})
  public String model;

  private Path file;
  private OnnxModel original;
  private ArmoredModel armored;

  /** Reads the model and rewrites it once. */
  @Setup
  public void read() throws IOException {
    file = Files.createTempFile("model", ".onnx");
    try (InputStream in = ArmorBenchmark.class.getResourceAsStream(model);
        var out = Files.newOutputStream(file)) {
      in.transferTo(out);
    }
    original = OnnxModel.read(file);
    armored = rewrite();
  }

  /** Leaves no file. */
  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  private static ArmorOptions options(ArmorLevel level) {
    return new ArmorOptions(level, ArmorOptions.DEFAULT_BUDGET, new byte[32], List.of());
  }

  /** The plan, without carrying it out. */
  @Benchmark
  public ArmorReport plan() throws IOException {
    return Armor.plan(original, options(ArmorLevel.FULL));
  }

  /** Plan, rewrite and proof, without locks: their keys are the runtime's to derive. */
  @Benchmark
  public ArmoredModel rewrite() throws IOException {
    return Armor.rewrite(
        original,
        options(ArmorLevel.REWRITE),
        (index, key) -> {
          throw new IllegalStateException("there are no locks");
        });
  }

  /** The rewritten weights, computed as they are written. */
  @Benchmark
  public void write() throws IOException {
    armored.model().writeTo(Channels.newChannel(java.io.OutputStream.nullOutputStream()));
  }
}
