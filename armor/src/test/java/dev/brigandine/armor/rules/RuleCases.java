package dev.brigandine.armor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.onnx.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For each operator small graphs where its rule matters: what it says of the weights around it, to
 * the word, so that a rule that forbids too much fails as one that allows too much does; and the
 * answers of the rewritten graph, on fresh inputs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RuleCases {
  /**
   * A graph, and what is said of it.
   *
   * @param says as {@code w/1: 12 permute}, by {@link Look}
   */
  record Case(
      String name, boolean exact, double tolerance, Consumer<Sketch> drawing, List<String> says) {
    @Override
    public String toString() {
      return name;
    }

    Sketch sketch() {
      Sketch sketch = new Sketch(name.hashCode());
      drawing.accept(sketch);
      return sketch;
    }

    /** Whose answers must stay the same to the bit. */
    Case asExact() {
      return new Case(name, true, tolerance, drawing, says);
    }

    /** Whose answers come from many roundings. */
    Case within(double other) {
      return new Case(name, exact, other, drawing, says);
    }
  }

  static Case of(String name, Consumer<Sketch> drawing, String... says) {
    return new Case(name, false, 1e-5, drawing, List.of(says));
  }

  /** Twelve channels made by the weight w1 and read by the weight w2, with something between. */
  static Case between(String name, String said, Draws middle) {
    return of(
        name, s -> between(s, x -> middle.draw(s, x)), "w1/1: 12 " + said, "w2/0: 12 " + said);
  }

  /** Something between. */
  interface Draws {
    String draw(Sketch s, String x);
  }

  static void between(Sketch s, UnaryOperator<String> middle) {
    s.output(s.times(middle.apply(twelve(s, "w1")), "w2", 12, 7));
  }

  /** Twelve channels of five rows, from a weight of that name. */
  static String twelve(Sketch s, String weight) {
    return s.times(s.input("x", 5, 6), weight, 6, 12);
  }

  /** Cases of one room of the table. */
  abstract List<Case> cases();

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void says(Case one) throws Exception {
    Look look = one.exact ? Look.exactly(one.sketch()) : Look.at(one.sketch());
    List<String> heard = new ArrayList<>();
    for (String said : one.says) {
      String place = said.substring(0, said.indexOf(':'));
      heard.add(place + ": " + look.says(place));
    }
    assertThat(heard).isEqualTo(one.says);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void leavesAnswers(Case one) throws Exception {
    Trial.unharmed(one.sketch(), one.tolerance);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void speaksOfEveryAxis(Case one) throws Exception {
    Look look = one.exact ? Look.exactly(one.sketch()) : Look.at(one.sketch());
    for (Node node : look.analysis().model().graph().nodes()) {
      Operation op = new Operation(node, look.analysis().around());
      assertThat(Spoken.forgotten(RuleTable.of(node).orElseThrow(), op))
          .as("axes that the rule of %s forgets", node.op())
          .isEmpty();
    }
  }
}
