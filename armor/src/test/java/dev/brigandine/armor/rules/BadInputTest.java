package dev.brigandine.armor.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorReport;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.random.TestKeys;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import dev.brigandine.onnx.testing.TestModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is odd about a model: refused with a reason, or passed untouched; no wrong answer. */
class BadInputTest {
  @TempDir Path folder;

  private static void refused(ModelGraph model) {
    assertThatThrownBy(
            () ->
                Armor.rewrite(
                    OnnxModel.of(model),
                    Trial.options(ArmorLevel.FULL, 1, List.of()),
                    new TestKeys(1)))
        .isInstanceOfSatisfying(
            OnnxException.class,
            e -> {
              assertThat(e.code()).isNotEmpty();
              assertThat(e.getMessage()).isNotEmpty();
            });
  }

  private static ModelGraph of(Node... nodes) {
    return new ModelGraph(
        8,
        Map.of("", 17L),
        new Graph(
            Map.of("x", ValueType.tensor(1, List.of("5", "6"))),
            Map.of("y", ValueType.unknown()),
            List.of(nodes),
            Map.of()),
        List.of());
  }

  @Test
  void aCycleIsRefused() {
    refused(
        of(
            Node.of("Add", List.of("x", "b"), List.of("a")),
            Node.of("Relu", List.of("a"), List.of("b")),
            Node.of("Neg", List.of("b"), List.of("y"))));
  }

  @Test
  void anInputFromNowhereIsRefused() {
    refused(of(Node.of("Add", List.of("x", "nowhere"), List.of("y"))));
  }

  @Test
  void aNameOfTwoValuesIsRefused() {
    refused(
        of(
            Node.of("Relu", List.of("x"), List.of("y")),
            Node.of("Neg", List.of("x"), List.of("y"))));
  }

  @Test
  void anOperatorThatNobodyKnowsIsRefused() {
    refused(of(new Node("", "com.example", "Secret", List.of("x"), List.of("y"), Map.of())));
  }

  @ParameterizedTest
  @EnumSource
  void everyModelIsUnharmedOrRefused(TestModel which) throws Exception {
    OnnxModel model = OnnxModel.read(which.write(folder));
    for (ArmorLevel level : ArmorLevel.values()) {
      try {
        Armor.rewrite(model, Trial.options(level, 4, List.of()), new TestKeys(4));
      } catch (OnnxException e) {
        assertThat(e.code()).as("%s", e).isNotEqualTo("not-equivalent");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24})
  void everyOpsetIsTaken(long opset) throws Exception {
    Sketch s = new Sketch(opset).opset(opset);
    RuleCases.between(s, x -> s.op("Softmax", s.op("Add", s.op("Relu", x), s.weight("b", 12))));
    assertThat(Look.at(s).says("w1/1")).isEqualTo("12 permute");
    assertThat(Look.at(s).says("w2/0")).isEqualTo("12 permute");
    Trial.unharmed(s, 1e-5);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void weightsThatAreNoNumbersAreReorderedOnly(float odd) throws Exception {
    Sketch s = new Sketch(1);
    float[] values = new float[72];
    for (int i = 0; i < values.length; i++) {
      values[i] = i == 13 ? odd : i * 0.01f - 0.3f;
    }
    String w = s.constant("w1", Constant.of(List.of(6L, 12L), values));
    String h = s.op("MatMul", s.input("x", 5, 6), w);
    String y = s.op("Where", s.op("Less", s.op("Abs", h), s.scalar(9)), h, s.scalar(1));
    s.output(s.times(y, "w2", 12, 7));
    Trial.unharmed(s, 1e-5);
    ArmoredModel armored = Trial.rewrite(s, ArmorLevel.REWRITE, 1);
    assertThat(armored.report().classes())
        .allMatch(each -> each.symmetries().equals(List.of("permute")));
  }

  @Test
  void tiedEmbeddingsStayTied() throws Exception {
    Sketch s = new Sketch(1);
    String table = s.weight("e", 70, 300);
    String rows = s.op("Gather", table, s.indices("i", 70, 2, 5));
    String h = s.op("Relu", s.times(rows, "w", 300, 300));
    s.output(s.op("MatMul", h, s.op("Transpose", table)));
    Look look = Look.at(s);
    assertThat(look.says("e/0")).isEqualTo("70 still");
    assertThat(look.says("e/1")).isEqualTo("300 permute rescale");
    assertThat(look.says("w/0")).isEqualTo("300 permute rescale");
    Trial.unharmed(s, 1e-5);
  }

  @Test
  void emptyTensorsAndNumbersPass() throws Exception {
    Sketch s = new Sketch(1);
    String h = RuleCases.twelve(s, "w1");
    String none = s.constant("none", Constant.of(List.of(0L, 12L), new float[0]));
    String all = s.with("axis", 0).op("Concat", s.op("Mul", h, s.scalar(2)), none);
    s.output(s.times(all, "w2", 12, 7));
    assertThat(Look.at(s).says("w1/1")).isEqualTo("12 permute mix");
    Trial.unharmed(s, 1e-5);
  }

  private static void passesOrIsRefused(Sketch s) throws Exception {
    try {
      Trial.unharmed(s, 1e-5);
    } catch (OnnxException e) {
      assertThat(e.code()).isNotEqualTo("not-equivalent");
    }
  }

  @Test
  void operandsWithFewerAxesThanTheOperatorSaysPassOrAreRefused() throws Exception {
    Sketch s = new Sketch(1);
    RuleCases.between(s, x -> s.op("LayerNormalization", x, s.weight("g", 12), s.scalar(0.5f)));
    passesOrIsRefused(s);
    Sketch one = new Sketch(1);
    RuleCases.between(
        one, x -> one.op("LayerNormalization", x, one.weight("g", 12), one.weight("b", 1)));
    passesOrIsRefused(one);
    for (long axis : List.of(1L, 7L, -3L)) {
      Sketch q = new Sketch(1);
      String bytes = q.bytes("b", 3, 12);
      String b = q.with("axis", axis).op("DequantizeLinear", bytes, q.scalar(0.02f));
      RuleCases.between(q, x -> q.op("Add", x, b));
      passesOrIsRefused(q);
    }
  }

  @Test
  void sizesThatNothingFixesPass() throws Exception {
    Sketch s = new Sketch(1);
    RuleCases.between(s, x -> s.op("Relu", x));
    ModelGraph model = s.model();
    ModelGraph open =
        model.withGraph(
            model.graph().withInputs(Map.of("x", ValueType.tensor(1, List.of("batch", "?")))));
    ArmorReport report =
        Armor.rewrite(
                OnnxModel.of(open),
                Trial.options(ArmorLevel.REWRITE, 1, List.of(s.draw(1))),
                new TestKeys(1))
            .report();
    assertThat(report.coverage()).isEqualTo(1);
  }
}
