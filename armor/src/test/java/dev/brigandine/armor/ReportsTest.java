package dev.brigandine.armor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.engine.Closeness;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.armor.random.TestKeys;
import dev.brigandine.armor.rules.Sketch;
import dev.brigandine.armor.rules.Trial;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.testing.TestModel;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is learnt counts, wherever a model keeps it. */
class ReportsTest {
  @TempDir Path folder;

  @Test
  void coefficientsInAttributesArePinned() throws Exception {
    Sketch s = new Sketch(1);
    String h = s.op("Relu", s.times(s.input("x", 5, 6), "w1", 6, 12));
    List<Float> numbers = IntStream.range(0, 36).mapToObj(i -> 0.1f * i - 1).toList();
    s.output(s.times(h, "w2", 12, 7));
    s.output(
        s.domain("ai.onnx.ml")
            .with("coefficients", new Attribute.Reals(numbers))
            .with("targets", 3)
            .op("LinearRegressor", h));
    ArmorReport report = Trial.rewrite(s, ArmorLevel.REWRITE, 1).report();
    assertThat(report.coverage()).isLessThan(1);
    assertThat(report.weightBytes()).isEqualTo(4 * (72 + 84 + 36));
    assertThat(report.pinned())
        .anySatisfy(
            pinned -> {
              assertThat(pinned.name()).contains("coefficients of LinearRegressor");
              assertThat(pinned.bytes()).isEqualTo(4 * 36);
              assertThat(pinned.moved()).isFalse();
            });
  }

  /** As sparse initializers become when they are read. */
  @Test
  void whatOnlyAnAttributeHoldsIsPinned() {
    Sketch s = new Sketch(1);
    String w = s.with("sparse_value", new Attribute.Opaque(new byte[300])).op("Constant");
    s.output(s.op("Add", s.input("x", 30), w));
    assertThat(Uncounted.of(s.model()))
        .singleElement()
        .satisfies(
            pinned -> {
              assertThat(pinned.name()).isEqualTo(w + ", sparse_value of Constant");
              assertThat(pinned.bytes()).isEqualTo(300);
              assertThat(pinned.moved()).isFalse();
            });
  }

  @Test
  void aModelWithoutWeightsIsNotCovered() throws Exception {
    Sketch s = new Sketch(1);
    s.output(s.op("Relu", s.input("x", 5, 6)));
    ArmorReport report = Trial.rewrite(s, ArmorLevel.REWRITE, 1).report();
    assertThat(report.coverage()).isZero();
    assertThat(report.mixLocked()).isZero();
    assertThat(report.weightBytes()).isZero();
  }

  /** It is pinned, loses the names within, and answers as before. */
  @Test
  void functionsArePinnedAndSayNothing() throws Exception {
    OnnxModel model = OnnxModel.read(TestModel.FUNCTION.write(folder));
    List<SampleTensor> inputs = SampleInputs.of(model).draw(7);
    ArmoredModel armored =
        Armor.rewrite(model, Trial.options(ArmorLevel.FULL, 1, List.of()), new TestKeys(1));
    assertThat(armored.report().coverage()).isLessThan(1);
    assertThat(armored.report().pinned())
        .anySatisfy(
            pinned -> {
              assertThat(pinned.name()).isEqualTo("a function");
              assertThat(pinned.bytes()).isGreaterThan(4 * 12 * 24);
            });
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    armored.model().writeTo(Channels.newChannel(out));
    assertThat(out.toString(StandardCharsets.ISO_8859_1)).doesNotContain("inner");
    Map<String, Tensor> wanted;
    try (LoadedModel original = LoadedModel.open(model)) {
      wanted = original.run(inputs);
    }
    Map<String, Tensor> got = Trial.answers(armored, inputs, new TestKeys(1));
    wanted.forEach(
        (name, tensor) ->
            assertThat(Closeness.of(tensor, got.get(name)).close()).as(name).isTrue());
  }
}
