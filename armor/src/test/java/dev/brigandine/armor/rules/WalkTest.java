package dev.brigandine.armor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorReport;
import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.Shapes;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Constant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds whatever the operators are. */
class WalkTest {
  private static Sketch plain() {
    Sketch s = new Sketch(1);
    RuleCases.between(s, x -> s.op("Relu", x));
    return s;
  }

  @Test
  void anOperatorWithoutARuleKeepsItsAxesAndIsListed() throws Exception {
    Sketch s = new Sketch(1);
    RuleCases.between(s, x -> s.op("CumSum", x, s.constant("axis", Constant.of(List.of(), 1L))));
    Look look = Look.at(s);
    assertThat(look.says("w1/1")).isEqualTo("12 still");
    assertThat(look.says("w2/0")).isEqualTo("12 still");
    assertThat(look.analysis().unknown()).containsExactly("CumSum");
    Trial.unharmed(s, 1e-5);
    ArmorReport report =
        Armor.plan(OnnxModel.of(s.model()), Trial.options(ArmorLevel.REWRITE, 1, List.of()));
    assertThat(report.unknown()).containsExactly("CumSum");
    assertThat(report.coverage()).isZero();
    assertThat(report.pinned()).extracting(ArmorReport.Pinned::name).containsExactly("w1", "w2");
  }

  @Test
  void anOperatorOfAnotherDomainIsListedWithIt() throws Exception {
    Sketch s = new Sketch(1);
    RuleCases.between(s, x -> s.domain("com.microsoft").op("BiasGelu", x, s.weight("b", 12)));
    Look look = Look.at(s);
    assertThat(look.says("w1/1")).isEqualTo("12 still");
    assertThat(look.says("b/0")).isEqualTo("12 still");
    assertThat(look.analysis().unknown()).containsExactly("com.microsoft:BiasGelu");
    Trial.unharmed(s, 1e-5);
  }

  @Test
  void oneSuchOperatorHoldsNothingElse() throws Exception {
    Sketch s = new Sketch(1);
    String h = RuleCases.twelve(s, "w1");
    String sums = s.op("CumSum", h, s.constant("axis", Constant.of(List.of(), 1L)));
    String y = s.op("Relu", s.times(sums, "w2", 12, 8));
    s.output(s.times(y, "w3", 8, 7));
    Look look = Look.at(s);
    assertThat(look.says("w2/0")).isEqualTo("12 still");
    assertThat(look.says("w2/1")).isEqualTo("8 permute rescale");
  }

  @Test
  void whatMovesIsNoChannel() throws Exception {
    Sketch s = plain();
    String h = s.model().graph().nodes().get(0).output(0);
    Look look = Look.at(s, new Axis(h, 1));
    assertThat(look.says("w1/1")).isEqualTo("12 still");
    assertThat(look.says("w2/0")).isEqualTo("12 still");
  }

  @Test
  void sizesThatChangeBetweenSamplesAreSeen() throws Exception {
    // Rows of the product of two inputs: as many as the first one has.
    Sketch s = new Sketch(1);
    String x = s.input("x", 8, 6);
    String y = s.op("Transpose", s.op("MatMul", s.weight("w1", 12, 6), s.op("Transpose", x)));
    s.output(s.times(y, "w2", 12, 7));
    Sketch more = new Sketch(1);
    more.input("x", 9, 6);
    var options = Trial.options(ArmorLevel.REWRITE, 1, List.of(s.draw(1), more.draw(1)));
    ArmorReport report = Armor.plan(openEnded(s), options);
    assertThat(report.classes()).extracting(ArmorReport.ChannelClass::size).containsExactly(12L);
  }

  private static OnnxModel openEnded(Sketch s) throws Exception {
    var graph = s.model().graph();
    var type = dev.brigandine.onnx.graph.ValueType.tensor(1, List.of("n", "6"));
    return OnnxModel.of(s.model().withGraph(graph.withInputs(java.util.Map.of("x", type))));
  }

  @Test
  void inputsAndOutputsAreFixed() throws Exception {
    Sketch s = plain();
    Look look = Look.at(s);
    assertThat(look.says("w1/0")).isEqualTo("6 still");
    assertThat(look.says("w2/1")).isEqualTo("7 still");
  }

  @Test
  void aValueInsideThatIsAlsoAnOutputIsFixed() throws Exception {
    Sketch s = new Sketch(1);
    RuleCases.between(
        s,
        x -> {
          String y = s.op("Relu", x);
          s.output(y);
          return y;
        });
    Look look = Look.at(s);
    assertThat(look.says("w1/1")).isEqualTo("12 still");
    assertThat(look.says("w2/0")).isEqualTo("12 still");
    Trial.unharmed(s, 1e-5);
  }

  @Test
  void rigidConstantsAreReorderedOnly() throws Exception {
    Sketch s = plain();
    Facts facts = Look.facts(s, false);
    Look look = Look.at(s, new Facts(facts.shapes(), List.of(), Set.of("w1"), facts.care()));
    assertThat(look.says("w1/1")).isEqualTo("12 permute");
    assertThat(look.says("w2/0")).isEqualTo("12 permute");
  }

  @Test
  void aRigidFactorTakesNothingUp() throws Exception {
    Sketch s = new Sketch(1);
    RuleCases.between(s, x -> s.op("Mul", x, s.weight("c", 12)));
    Facts facts = Look.facts(s, false);
    Look look = Look.at(s, new Facts(facts.shapes(), List.of(), Set.of("c"), facts.care()));
    assertThat(look.says("c/0")).isEqualTo("12 permute");
    assertThat(look.says("w1/1")).isEqualTo("12 permute signed");
    assertThat(look.says("w2/0")).isEqualTo("12 permute signed");
  }

  @Test
  void noMoreIsDoneThanAsked() throws Exception {
    Sketch s = new Sketch(1);
    RuleCases.between(s, x -> x);
    Facts facts = Look.facts(s, false);
    Map<Care, String> said =
        Map.of(
            Care.MIXING, "12 permute mix",
            Care.RESCALING, "12 permute signed",
            Care.REORDERING, "12 permute",
            Care.EXACT, "12 still",
            Care.INTEGERS, "12 still",
            Care.STILL, "12 still");
    said.forEach(
        (care, words) -> {
          Look look = Look.at(s, new Facts(facts.shapes(), List.of(), Set.of(), care));
          assertThat(look.says("w1/1")).as("%s", care).isEqualTo(words);
        });
  }

  @Test
  void careMeansLess() throws Exception {
    // Reordered, but for sums; and but for what is next to sums of floats; and not at all.
    Sketch s = new Sketch(1);
    String rows = s.op("Gather", s.weight("e", 9, 12), s.indices("i", 9, 5));
    s.output(s.with("axes", List.of(1L)).op("ReduceMax", rows));
    String h = s.op("MatMul", s.input("x", 2, 3, 4), s.weight("w", 4, 12));
    s.output(s.with("axes", List.of(2L)).op("ReduceMax", h));
    Facts facts = Look.facts(s, true);
    Map<Care, String> said =
        Map.of(
            Care.EXACT, "12 permute, 12 permute",
            Care.INTEGERS, "12 permute, 12 still",
            Care.STILL, "12 still, 12 still");
    said.forEach(
        (care, words) -> {
          Look look = Look.at(s, new Facts(facts.shapes(), List.of(), Set.of(), care));
          assertThat(look.says("e/1") + ", " + look.says("w/1")).as("%s", care).isEqualTo(words);
        });
    assertThat(Care.descending(true)).containsExactly(Care.EXACT, Care.INTEGERS, Care.STILL);
    assertThat(Care.descending(false))
        .containsExactly(Care.MIXING, Care.RESCALING, Care.REORDERING, Care.STILL);
    assertThat(Care.REORDERING.isExact()).isFalse();
  }

  @Test
  void aModelOfIntegersIsPermutedOnly() throws Exception {
    Sketch s = new Sketch(1);
    s.output(
        s.with("axes", List.of(1L))
            .op("ReduceMax", s.op("Gather", s.weight("e", 9, 12), s.indices("i", 9, 5))));
    assertThat(Look.at(s).says("e/1")).isEqualTo("12 permute");
    assertThat(Look.exactly(s).says("e/1")).isEqualTo("12 permute");
  }

  @Test
  void aValueThatWasNotSeenHoldsItsOperator() throws Exception {
    Sketch s = plain();
    Shapes shapes = new Shapes();
    shapes.put("x", 1, 5, 6);
    shapes.put("w1", 1, 6, 12);
    shapes.put("w2", 1, 12, 7);
    Look look = Look.at(s, new Facts(shapes, List.of(), Set.of(), Care.MIXING));
    assertThat(look.says("w1/1")).isEqualTo("12 still");
    assertThat(look.says("w2/0")).isEqualTo("12 still");
  }

  @Test
  void wordsStayWhereTheyAre() throws Exception {
    // A constant whose elements are not whole bytes each cannot be reordered.
    Sketch s = new Sketch(1);
    s.constant("w", Constant.of(22, List.of(6L, 4L), new byte[12]));
    s.constant("s", Constant.of(List.of(4L), 1f, 1f, 1f, 1f));
    String w = s.with("axis", 1).op("DequantizeLinear", "w", "s");
    String h = s.op("MatMul", s.input("x", 5, 6), w);
    s.output(s.times(h, "w2", 4, 7));
    Shapes shapes = new Shapes();
    shapes.put("x", 1, 5, 6);
    shapes.put("w", 22, 6, 4);
    shapes.put("s", 1, 4);
    shapes.put("w2", 1, 4, 7);
    s.model().graph().nodes().forEach(node -> shapes.put(node.output(0), 1, 5, 4));
    shapes.put(w, 1, 6, 4);
    shapes.put(s.model().graph().nodes().get(2).output(0), 1, 5, 7);
    Look look = Look.at(s, new Facts(shapes, List.of(), Set.of(), Care.MIXING));
    assertThat(look.says("w/1")).isEqualTo("4 still");
    assertThat(look.says("w2/0")).isEqualTo("4 still");
  }

  @Test
  void aSplitThatDropsAPartHoldsItsChannels() {
    Sketch s = new Sketch(1);
    String h = s.times(s.input("x", 5, 6), "w1", 6, 12);
    s.with("axis", 1).node("Split", List.of(h, s.numbers(4, 8)), List.of("", "y"));
    s.output(s.times("y", "w2", 8, 7));
    Shapes shapes = new Shapes();
    shapes.put("x", 1, 5, 6);
    shapes.put("w1", 1, 6, 12);
    shapes.put(h, 1, 5, 12);
    shapes.put("n2", 7, 2);
    shapes.put("y", 1, 5, 8);
    shapes.put("w2", 1, 8, 7);
    shapes.put(s.model().graph().outputs().keySet().iterator().next(), 1, 5, 7);
    Look look = Look.at(s, new Facts(shapes, List.of(), Set.of(), Care.MIXING));
    assertThat(look.says("w1/1")).isEqualTo("12 still");
    assertThat(look.says("w2/0")).isEqualTo("8 still");
  }
}
