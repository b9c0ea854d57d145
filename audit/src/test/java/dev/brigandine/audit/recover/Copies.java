package dev.brigandine.audit.recover;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.testing.Trained;
import dev.brigandine.protect.TrialKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Captured copies of models of which there is a public base. */
public final class Copies {
  private Copies() {}

  /** A copy as the engine is given it. */
  public static Captured captured(ModelGraph model, ArmorLevel level, double budget, int seed)
      throws IOException {
    byte[] secret = new byte[32];
    secret[0] = (byte) seed;
    try (TrialKeys keys = TrialKeys.draw()) {
      ArmorOptions options = new ArmorOptions(level, budget, secret, List.of());
      ArmoredModel armored = Armor.rewrite(OnnxModel.of(model), options, keys);
      Map<String, Constant> tensors = new LinkedHashMap<>();
      for (int i = 0; i < armored.keys().size(); i++) {
        KeyTensor key = armored.keys().get(i);
        ByteBuffer data = keys.derive(i, key);
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        int type = key.kind() == KeyTensor.Kind.PERMUTE ? 7 : 1;
        tensors.put(key.input(), Constant.of(type, key.shape(), bytes));
      }
      return new Captured(armored.model().toGraph(), armored.names(), tensors);
    }
  }

  /** A model whose weights are a little different, as after tuning. */
  public static ModelGraph tuned(ModelGraph model, double noise, int seed) throws IOException {
    Random random = new Random(seed);
    Graph graph = model.graph();
    Map<String, Constant> constants = new LinkedHashMap<>();
    for (Map.Entry<String, Constant> entry : graph.constants().entrySet()) {
      Constant constant = entry.getValue();
      if (constant.elementType() != 1 || constant.count() < 4) {
        constants.put(entry.getKey(), constant);
        continue;
      }
      float[] values = Numbers.of(constant);
      double square = 0;
      for (float value : values) {
        square += value * value;
      }
      double by = noise * Math.sqrt(square / values.length);
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (by * random.nextGaussian());
      }
      constants.put(entry.getKey(), Numbers.like(constant, values));
    }
    return model.withGraph(graph.withConstants(constants));
  }

  /** On the images. */
  public static double accuracy(ModelGraph model) throws IOException {
    FloatBuffer pixels = Trained.images(Trained.IMAGES);
    ByteBuffer data = ByteBuffer.allocate(4 * pixels.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(pixels);
    String name =
        model.graph().inputs().entrySet().stream()
            .filter(input -> input.getValue().dims().size() == 4)
            .findFirst()
            .orElseThrow()
            .getKey();
    long[] shape = {Trained.IMAGES, 1, 28, 28};
    try (LoadedModel loaded = LoadedModel.open(model)) {
      var answers = loaded.run(List.of(new SampleTensor(name, "float32", shape, data, List.of())));
      return Trained.accuracy(answers.values().iterator().next().data().asFloatBuffer());
    }
  }
}
