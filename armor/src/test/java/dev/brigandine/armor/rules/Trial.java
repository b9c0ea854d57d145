package dev.brigandine.armor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.engine.Closeness;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.armor.random.TestKeys;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rewrites small models and compares the answers, on other inputs than the rewrite was proved. */
public final class Trial {
  /** As many times what a model takes: small models are nothing beside the locks they get. */
  private static final double ANY_COST = 10;

  /** Whether a single rewrite has to do, since each test is run once a mutant. */
  private static final boolean ONCE = Boolean.getBoolean("brigandine.once");

  private Trial() {}

  public static ArmorOptions options(ArmorLevel level, int seed, List<List<SampleTensor>> samples) {
    byte[] secret = new byte[32];
    secret[31] = (byte) seed;
    secret[30] = (byte) (seed >> 8);
    return new ArmorOptions(level, ANY_COST, secret, samples);
  }

  /** Rewrites at a level from a seed. */
  public static ArmoredModel rewrite(Sketch sketch, ArmorLevel level, int seed) throws Exception {
    List<List<SampleTensor>> samples = List.of(sketch.draw(1), sketch.draw(2));
    ArmorOptions options = options(level, seed, samples);
    OnnxModel model = OnnxModel.of(sketch.model());
    ArmoredModel armored = Armor.rewrite(model, options, new TestKeys(seed));
    // If the answers differ, less is tried: what the rules allow must do at once.
    assertThat(armored.report().classes()).isEqualTo(Armor.plan(model, options).classes());
    return armored;
  }

  /** Rewrites with two seeds, without locks and with them, and compares the answers. */
  public static void unharmed(Sketch sketch, double tolerance) throws Exception {
    unharmed(sketch, rewrite(sketch, ArmorLevel.FULL, 3), 3, tolerance);
    if (!ONCE) {
      unharmed(sketch, rewrite(sketch, ArmorLevel.REWRITE, 1), 1, tolerance);
      unharmed(sketch, rewrite(sketch, ArmorLevel.REWRITE, 2), 2, tolerance);
    }
  }

  /** Whether it answers as the original. */
  public static void unharmed(Sketch sketch, ArmoredModel armored, int seed, double tolerance)
      throws Exception {
    List<SampleTensor> inputs = sketch.draw(77);
    Map<String, Tensor> wanted;
    try (LoadedModel model = LoadedModel.open(sketch.model())) {
      wanted = model.run(inputs);
    }
    Map<String, Tensor> got = answers(armored, inputs, new TestKeys(seed));
    wanted.forEach(
        (name, tensor) -> {
          Closeness closeness = Closeness.of(tensor, got.get(name), tolerance);
          assertThat(closeness.close()).as("%s, seed %d: %s", name, seed, closeness).isTrue();
        });
  }

  /** What the rewritten model answers, by the original's names. */
  public static Map<String, Tensor> answers(
      ArmoredModel armored, List<SampleTensor> inputs, TestKeys keys) throws Exception {
    List<SampleTensor> all = new ArrayList<>();
    for (SampleTensor input : inputs) {
      all.add(
          new SampleTensor(
              armored.names().get(input.name()),
              input.type(),
              input.shape(),
              input.data(),
              input.strings()));
    }
    for (int i = 0; i < armored.keys().size(); i++) {
      KeyTensor key = armored.keys().get(i);
      String type = key.kind() == KeyTensor.Kind.PERMUTE ? "int64" : "float32";
      long[] shape = key.shape().stream().mapToLong(n -> n).toArray();
      all.add(new SampleTensor(key.input(), type, shape, keys.derive(i, key), List.of()));
    }
    Map<String, Tensor> renamed = new java.util.HashMap<>();
    try (LoadedModel model = LoadedModel.open(armored.model())) {
      Map<String, Tensor> got = model.run(all);
      armored.names().forEach((from, to) -> renamed.put(from, got.get(to)));
    }
    return renamed;
  }
}
