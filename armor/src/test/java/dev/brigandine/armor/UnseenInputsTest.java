package dev.brigandine.armor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.engine.Closeness;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.armor.random.TestKeys;
import dev.brigandine.armor.rules.Sketch;
import dev.brigandine.armor.rules.Trial;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Inputs unlike the samples, where a proof on the samples shows nothing. */
class UnseenInputsTest {
  private static final int FLOAT16 = 10;

  private static SampleTensor floats(String name, float[] values, long... shape) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    return new SampleTensor(name, "float32", shape, data.flip(), List.of());
  }

  private static SampleTensor noise(String name, float scale, long... shape) {
    Random random = new Random(9);
    float[] values = new float[(int) (shape[0] * shape[1])];
    for (int i = 0; i < values.length; i++) {
      values[i] = scale * (2 * random.nextFloat() - 1);
    }
    return floats(name, values, shape);
  }

  private static void same(ModelGraph original, ArmoredModel armored, int seed, SampleTensor input)
      throws Exception {
    Map<String, Tensor> wanted;
    try (LoadedModel model = LoadedModel.open(original)) {
      wanted = model.run(List.of(input));
    }
    Map<String, Tensor> got = Trial.answers(armored, List.of(input), new TestKeys(seed));
    assertThat(wanted).isNotEmpty();
    wanted.forEach(
        (name, tensor) -> {
          Closeness closeness = Closeness.of(tensor, got.get(name));
          assertThat(closeness.close()).as("%s, seed %d: %s", name, seed, closeness).isTrue();
        });
  }

  /** Sixteen numbers of each row to sixty-four, all in one line. */
  private static ModelGraph inOneLine(ValueType output) {
    Sketch s = new Sketch(1);
    String h = s.times(s.input("x", 1, 16), "w", 16, 64);
    String y = s.op("Reshape", h, s.numbers(-1));
    ModelGraph model = s.model();
    return model.withGraph(
        model
            .graph()
            .withInputs(Map.of("x", ValueType.tensor(1, List.of("batch", "16"))))
            .withOutputs(Map.of(y, output)));
  }

  @Test
  void anOutputThatGrowsWithTheBatchIsNotReordered() throws Exception {
    for (ValueType type : List.of(ValueType.unknown(), ValueType.tensor(1, List.of("n")))) {
      ModelGraph model = inOneLine(type);
      List<List<SampleTensor>> one = List.of(List.of(noise("x", 1, 1, 16)));
      for (List<List<SampleTensor>> samples : List.of(one, List.<List<SampleTensor>>of())) {
        ArmoredModel armored =
            Armor.rewrite(
                OnnxModel.of(model), Trial.options(ArmorLevel.FULL, 2, samples), new TestKeys(2));
        same(model, armored, 2, noise("x", 1, 1, 16));
        same(model, armored, 2, noise("x", 1, 3, 16));
      }
    }
  }

  /** Of binary16, 0.25 to 0.5 if {@code exponent} is -2; without a negative one among them. */
  private static Constant halves(long in, long out, int exponent) {
    Random random = new Random(in);
    ByteBuffer raw = ByteBuffer.allocate((int) (2 * in * out)).order(ByteOrder.LITTLE_ENDIAN);
    while (raw.hasRemaining()) {
      raw.putShort((short) ((exponent + 15) << 10 | random.nextInt(1 << 10)));
    }
    return Constant.of(FLOAT16, List.of(in, out), raw.array());
  }

  @Test
  void binary16DoesNotOverflowWhereTheOriginalDoesNot() throws Exception {
    Sketch s = new Sketch(1);
    String x = s.with("to", FLOAT16).op("Cast", s.input("x", 2, 6));
    String h = s.op("Relu", s.op("MatMul", x, s.constant("w1", halves(6, 16, -1))));
    String y = s.op("MatMul", h, s.constant("w2", halves(16, 7, -8)));
    s.output(s.with("to", 1).op("Cast", y));
    float[] large = new float[12];
    java.util.Arrays.fill(large, 8_500);
    for (int seed = 1; seed < 6; seed++) {
      ArmoredModel armored = Trial.rewrite(s, ArmorLevel.REWRITE, seed);
      assertThat(armored.report().classes())
          .isNotEmpty()
          .allMatch(each -> each.symmetries().equals(List.of("permute")));
      Map<String, Tensor> got =
          Trial.answers(armored, List.of(floats("x", large, 2, 6)), new TestKeys(seed));
      ByteBuffer data = got.get(s.model().graph().outputs().keySet().iterator().next()).data();
      data = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      while (data.hasRemaining()) {
        assertThat(data.getFloat()).isFinite().isGreaterThan(100);
      }
    }
  }

  @Test
  void ofEqualsHardmaxTakesTheSame() throws Exception {
    Sketch s = new Sketch(1);
    String h = s.op("Relu", s.times(s.input("x", 5, 6), "w1", 6, 12));
    s.output(s.times(s.op("Hardmax", h), "w2", 12, 7));
    for (int seed = 1; seed < 4; seed++) {
      for (ArmorLevel level : ArmorLevel.values()) {
        ArmoredModel armored = Trial.rewrite(s, level, seed);
        same(s.model(), armored, seed, floats("x", new float[30], 5, 6));
      }
    }
  }

  /** Whose answers tell nothing: that is said, and no weight is touched. */
  private static void untouched(Sketch s) throws Exception {
    ArmoredModel armored =
        Armor.rewrite(
            OnnxModel.of(s.model()),
            Trial.options(ArmorLevel.FULL, 3, List.of(s.draw(1), s.draw(2))),
            new TestKeys(3));
    assertThat(armored.report().reduced()).isEqualTo("weights untouched");
    assertThat(armored.report().coverage()).isZero();
    assertThat(weights(armored.model().toGraph())).containsAll(weights(s.model()));
  }

  private static Set<ByteBuffer> weights(ModelGraph model) throws Exception {
    Set<ByteBuffer> weights = new HashSet<>();
    for (Constant constant : model.graph().constants().values()) {
      if (constant.elementType() == 1) {
        weights.add(constant.load());
      }
    }
    return weights;
  }

  private static String hidden(Sketch s) {
    String h = s.op("Relu", s.times(s.input("x", 5, 6), "w1", 6, 12));
    return s.times(h, "w2", 12, 7);
  }

  @Test
  void whereASequenceIsTheOnlyAnswerWeightsStay() throws Exception {
    Sketch one = new Sketch(1);
    String y = hidden(one);
    one.output(one.op("SequenceConstruct", y, y));
    untouched(one);
    Sketch split = new Sketch(1);
    split.output(split.op("SplitToSequence", hidden(split)));
    untouched(split);
  }

  @Test
  void whereAnAnswerIsNextToNothingWeightsStay() throws Exception {
    Sketch s = new Sketch(1);
    s.output(s.op("Sigmoid", s.op("Sub", hidden(s), s.scalar(30))));
    untouched(s);
  }

  @Test
  void whereNoAnswerIsANumberWeightsStay() throws Exception {
    Sketch s = new Sketch(1);
    s.output(s.op("Log", s.op("Sub", hidden(s), s.scalar(30))));
    untouched(s);
  }
}
