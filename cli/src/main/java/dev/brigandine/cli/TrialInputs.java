package dev.brigandine.cli;

import dev.brigandine.bench.BenchInput;
import dev.brigandine.bench.LatencyInputs;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.cli.tensors.ElementType;
import dev.brigandine.cli.tensors.Tensor;
import dev.brigandine.cli.tensors.TensorFile;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.SampleTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What {@code verify} and {@code bench} feed both sides: samples drawn after the original model's
 * own description, or the user's file. Either way stderr tells what.
 */
final class TrialInputs {
  private static final String SEQUENCE = "sequence";
  private static final List<Long> LENGTHS = List.of(16L, 128L);

  private final List<BenchInput> given;
  private final SampleInputs drawn;
  private final long seed;

  private TrialInputs(List<BenchInput> given, SampleInputs drawn, long seed) {
    this.given = given;
    this.drawn = drawn;
    this.seed = seed;
  }

  /** The tensors of {@code file}. */
  static TrialInputs ofFile(Terminal terminal, Path file, OnnxModel model) throws IOException {
    List<TensorSpec> declared =
        model.inputs().stream().map(v -> new TensorSpec(v.name(), v.type(), v.shape())).toList();
    List<Tensor> tensors = TensorFile.read(file, declared);
    GivenInputs.check(tensors, declared);
    List<BenchInput> inputs = tensors.stream().map(TrialInputs::input).toList();
    terminal.say("with the inputs of " + file);
    return new TrialInputs(inputs, null, 0);
  }

  /** Samples, which depend on nothing but the model and {@code seed}. */
  static TrialInputs drawn(Terminal terminal, OnnxModel model, long seed) throws OnnxException {
    SampleInputs samples = SampleInputs.of(model);
    terminal.say("with sample inputs, seed " + seed + " (--input gives your own):");
    samples.describe().lines().forEach(line -> terminal.err().println("  " + line));
    return new TrialInputs(null, samples, seed);
  }

  /** The same without a word. */
  static TrialInputs drawnQuietly(OnnxModel model, long seed) throws OnnxException {
    return new TrialInputs(null, SampleInputs.of(model), seed);
  }

  /** {@code count} samples, made one at a time; the file's alone if there is one. */
  Iterable<List<BenchInput>> samples(int count) {
    if (given != null) {
      return List.of(given);
    }
    return () -> {
      Iterator<Integer> index = IntStream.range(0, count).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return index.hasNext();
        }

        @Override
        public List<BenchInput> next() {
          return draw(seed + index.next(), Map.of());
        }
      };
    };
  }

  /** Sets to take latencies with; for a model of sequences a short and a long one. */
  List<LatencyInputs> latency() {
    if (given != null) {
      return List.of(new LatencyInputs("given inputs", given));
    }
    if (!drawn.dimensions().contains(SEQUENCE)) {
      return List.of(new LatencyInputs("sample", draw(seed, Map.of())));
    }
    return LENGTHS.stream()
        .map(length -> new LatencyInputs(length + " tokens", draw(seed, Map.of(SEQUENCE, length))))
        .toList();
  }

  private List<BenchInput> draw(long seed, Map<String, Long> dims) {
    try {
      return drawn.draw(seed, dims).stream().map(TrialInputs::input).toList();
    } catch (OnnxException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static BenchInput input(SampleTensor tensor) {
    List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
    return tensor.type().equals(ElementType.STRING.id())
        ? BenchInput.ofStrings(tensor.name(), shape, tensor.strings())
        : BenchInput.of(tensor.name(), tensor.type(), shape, tensor.data());
  }

  private static BenchInput input(Tensor tensor) {
    List<Long> shape = Arrays.stream(tensor.shape()).boxed().toList();
    return tensor.type() == ElementType.STRING
        ? BenchInput.ofStrings(tensor.name(), shape, tensor.strings())
        : BenchInput.of(tensor.name(), tensor.type().id(), shape, tensor.data());
  }
}
