package dev.brigandine.armor.random;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmorReport;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.engine.Closeness;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.ModelGraph;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Armors a graph, and compares its answers with and without on inputs that armor has not seen. */
final class ArmoredCase {
  /** A bit more or less in the inputs; the least that rewriting may do to any value. */
  private static final double LAST_BIT = 1e-7;

  /** What such a bit may grow to in a graph that bears a rewrite at all. */
  private static final double GROWN = 2e-6;

  private static final Set<String> INTEGERS =
      Set.of(
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "MatMulInteger",
          "ConvInteger",
          "QLinearConv",
          "QLinearMatMul");

  private final long seed;
  private final ArmorLevel level;
  private final double budget;

  ArmoredCase(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    this.seed = seed;
    this.level = random.nextInt(4) == 0 ? ArmorLevel.REWRITE : ArmorLevel.FULL;
    this.budget = random.nextBoolean() ? 10 : ArmorOptions.DEFAULT_BUDGET;
  }

  /** What is wrong, or null if nothing is. */
  record Outcome(String wrong, ArmorReport report) {}

  /** Armors with the first inputs as sample, compares on the others. */
  Outcome of(Case one) throws OnnxException {
    ModelGraph model = one.model();
    byte[] secret = new byte[32];
    new SplittableRandom(seed).nextBytes(secret);
    ArmorOptions options = new ArmorOptions(level, budget, secret, List.of(one.inputs().get(0)));
    TestKeys source = new TestKeys(seed);
    ArmoredModel armored;
    try {
      armored = Armor.rewrite(OnnxModel.of(model), options, source);
    } catch (OnnxException e) {
      if (e.code().equals("not-runnable")) {
        throw e;
      }
      return new Outcome(e.code() + ": " + e.getMessage(), null);
    }
    try (LoadedModel original = LoadedModel.open(model);
        LoadedModel rewritten = LoadedModel.open(armored.model())) {
      for (List<SampleTensor> inputs : one.inputs().subList(1, one.inputs().size())) {
        Map<String, Tensor> wanted = original.run(inputs);
        Map<String, Tensor> got = rewritten.run(armored(inputs, armored, source));
        String wrong = wrong(model, wanted, got, armored);
        if (wrong != null) {
          return new Outcome(wrong, armored.report());
        }
      }
    }
    return new Outcome(null, armored.report());
  }

  private static String wrong(
      ModelGraph model, Map<String, Tensor> wanted, Map<String, Tensor> got, ArmoredModel armored) {
    boolean integers = countsInIntegers(model);
    for (Map.Entry<String, Tensor> answer : wanted.entrySet()) {
      Tensor tensor = answer.getValue();
      double tolerance = integers ? 0 : Closeness.tolerance(tensor.elementType());
      Tensor found = got.get(armored.names().get(answer.getKey()));
      Closeness closeness = Closeness.of(tensor, found, tolerance);
      if (!closeness.close()) {
        return answer.getKey() + ": " + closeness;
      }
    }
    return null;
  }

  private static boolean countsInIntegers(ModelGraph model) {
    boolean[] found = new boolean[1];
    model
        .graph()
        .forEachGraph(
            graph -> found[0] |= graph.nodes().stream().anyMatch(n -> INTEGERS.contains(n.op())));
    return found[0];
  }

  private static List<SampleTensor> armored(
      List<SampleTensor> inputs, ArmoredModel armored, TestKeys source) {
    List<SampleTensor> all = new ArrayList<>();
    for (SampleTensor input : inputs) {
      String name = armored.names().get(input.name());
      all.add(new SampleTensor(name, input.type(), input.shape(), input.data(), List.of()));
    }
    for (int i = 0; i < armored.keys().size(); i++) {
      KeyTensor key = armored.keys().get(i);
      all.add(
          new SampleTensor(
              key.input(),
              key.kind() == KeyTensor.Kind.PERMUTE ? "int64" : "float32",
              key.shape().stream().mapToLong(Long::longValue).toArray(),
              source.derive(i, key),
              List.of()));
    }
    return all;
  }

  /**
   * Whether the graph itself makes last bits large: it then answers noise, or rounds to integers
   * what lies between two, and no rewrite of floats can leave its answers as they are.
   */
  boolean isNoise(Case one) throws OnnxException {
    SplittableRandom random = new SplittableRandom(seed);
    try (LoadedModel original = LoadedModel.open(one.model())) {
      for (List<SampleTensor> inputs : one.inputs()) {
        Map<String, Tensor> wanted = original.run(inputs);
        for (int times = 0; times < 4; times++) {
          List<SampleTensor> near = inputs.stream().map(input -> near(input, random)).toList();
          for (Map.Entry<String, Tensor> answer : original.run(near).entrySet()) {
            Closeness closeness = Closeness.of(wanted.get(answer.getKey()), answer.getValue());
            if (closeness.relative() > GROWN) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  private static SampleTensor near(SampleTensor input, SplittableRandom random) {
    if (!input.type().equals("float32")) {
      return input;
    }
    ByteBuffer from = input.data();
    ByteBuffer to = ByteBuffer.allocate(from.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    while (from.hasRemaining()) {
      to.putFloat((float) (from.getFloat() * (1 + LAST_BIT * (random.nextBoolean() ? 1 : -1))));
    }
    return new SampleTensor(input.name(), input.type(), input.shape(), to.flip(), List.of());
  }
}
