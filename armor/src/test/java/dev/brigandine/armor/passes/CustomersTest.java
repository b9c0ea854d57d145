package dev.brigandine.armor.passes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.engine.Closeness;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.armor.random.TestKeys;
import dev.brigandine.armor.rules.Sketch;
import dev.brigandine.armor.rules.Trial;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One model for two customers. */
class CustomersTest {
  /** Weights of shapes that tell them apart. */
  private static Sketch sketch() {
    Sketch s = new Sketch(3);
    String h = s.op("Relu", s.times(s.input("x", 5, 6), "w1", 6, 24));
    h = s.op("Add", s.times(h, "w2", 24, 32), s.weight("b2", 32));
    h = s.op("LayerNormalization", h, s.weight("g", 32), s.weight("b", 1, 32));
    s.output(s.times(s.op("Tanh", s.times(h, "w3", 32, 16)), "w4", 16, 7));
    return s;
  }

  private static Set<ByteBuffer> weights(ArmoredModel armored) throws Exception {
    Set<ByteBuffer> weights = new HashSet<>();
    for (Constant constant : armored.model().toGraph().graph().constants().values()) {
      if (constant.elementType() == 1) {
        weights.add(constant.load());
      }
    }
    return weights;
  }

  @Test
  void shareNoWeight() throws Exception {
    ArmoredModel one = Trial.rewrite(sketch(), ArmorLevel.FULL, 1);
    ArmoredModel two = Trial.rewrite(sketch(), ArmorLevel.FULL, 2);
    Set<ByteBuffer> shared = weights(one);
    assertThat(shared).hasSizeGreaterThanOrEqualTo(7);
    shared.retainAll(weights(two));
    assertThat(shared).isEmpty();
    Set<ByteBuffer> original = new HashSet<>();
    for (Constant constant : sketch().model().graph().constants().values()) {
      original.add(constant.load());
    }
    original.retainAll(weights(one));
    assertThat(original).isEmpty();
  }

  @Test
  void theSameSeedMakesTheSameBytes() throws Exception {
    assertThat(bytes(Trial.rewrite(sketch(), ArmorLevel.FULL, 1)))
        .isEqualTo(bytes(Trial.rewrite(sketch(), ArmorLevel.FULL, 1)))
        .isNotEqualTo(bytes(Trial.rewrite(sketch(), ArmorLevel.FULL, 2)));
  }

  private static byte[] bytes(ArmoredModel armored) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    armored.model().writeTo(Channels.newChannel(out));
    return out.toByteArray();
  }

  @Test
  void theirAverageIsBroken() throws Exception {
    Sketch s = sketch();
    for (ArmorLevel level : List.of(ArmorLevel.REWRITE, ArmorLevel.FULL)) {
      ArmoredModel one = Trial.rewrite(s, level, 1);
      ArmoredModel two = Trial.rewrite(s, level, 2);
      Map<List<Long>, Constant> others = new HashMap<>();
      Graph second = two.model().toGraph().graph();
      second.constants().values().forEach(constant -> others.put(constant.shape(), constant));
      ModelGraph first = one.model().toGraph();
      Map<String, Constant> average = new LinkedHashMap<>();
      for (Map.Entry<String, Constant> entry : first.graph().constants().entrySet()) {
        average.put(entry.getKey(), mean(entry.getValue(), others.get(entry.getValue().shape())));
      }
      OnnxModel merged = OnnxModel.of(first.withGraph(first.graph().withConstants(average)));
      ArmoredModel copy = new ArmoredModel(merged, one.names(), one.keys(), one.report());
      Map<String, Tensor> wanted = Trial.answers(one, s.draw(3), new TestKeys(1));
      Map<String, Tensor> got = Trial.answers(copy, s.draw(3), new TestKeys(1));
      s.model()
          .graph()
          .outputs()
          .keySet()
          .forEach(
              name ->
                  assertThat(Closeness.of(wanted.get(name), got.get(name)).relative())
                      .isGreaterThan(0.3));
    }
  }

  private static Constant mean(Constant one, Constant other) throws Exception {
    if (one.elementType() != 1) {
      return one;
    }
    float[] values = new float[(int) one.count()];
    ByteBuffer a = one.load();
    ByteBuffer b = other.load();
    for (int i = 0; i < values.length; i++) {
      values[i] = (a.getFloat() + b.getFloat()) / 2;
    }
    return Constant.of(one.shape(), values);
  }
}
