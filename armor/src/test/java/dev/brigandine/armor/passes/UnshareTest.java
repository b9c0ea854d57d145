package dev.brigandine.armor.passes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.rules.Sketch;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnshareTest {
  private static Graph of(Sketch sketch) {
    return Unshare.of(sketch.model()).graph();
  }

  @Test
  void everyReaderOfASmallConstantGetsItsOwn() throws Exception {
    Sketch s = new Sketch(1);
    String x = s.input("x", 5, 6);
    String b = s.weight("b", 6);
    s.weight("b/2", 3);
    s.output(s.op("Add", s.op("Add", s.op("Mul", x, b), b), b), s.op("Neg", "b/2"));
    Graph graph = of(s);
    List<String> read = graph.nodes().subList(0, 3).stream().map(n -> n.input(1)).toList();
    assertThat(new HashSet<>(read)).hasSize(3);
    assertThat(read.get(0)).isEqualTo("b");
    for (String name : read) {
      assertThat(graph.constants().get(name).load()).isEqualTo(graph.constants().get("b").load());
    }
    // The name that a copy would have had was another constant's.
    assertThat(graph.constants()).hasSize(4);
    assertThat(graph.constants().get("b/2").count()).isEqualTo(3);
  }

  @Test
  void aNodeThatReadsItTwiceGetsTwo() {
    Sketch s = new Sketch(1);
    s.output(s.op("Add", s.op("Add", s.weight("b", 6), "b"), s.input("x", 6)));
    assertThat(of(s).nodes().get(0).inputs()).containsExactly("b", "b/2");
  }

  @Test
  void whatIsReadElsewhereStaysShared() {
    Sketch s = new Sketch(1);
    String x = s.input("x", 6);
    String b = s.weight("b", 6);
    String y = s.op("Mul", s.op("Add", x, b), b);
    Sketch a = s.body("then");
    a.output(a.op("Add", y, b));
    Sketch c = s.body("else");
    c.output(c.op("Neg", y));
    s.output(s.with("then_branch", a).with("else_branch", c).op("If", s.flag("f")));
    assertThat(of(s).constants().keySet()).isEqualTo(Set.of("b"));
  }

  @Test
  void anOutputStaysWhatItIs() {
    Sketch s = new Sketch(1);
    String b = s.weight("b", 6);
    s.output(b, s.op("Mul", s.op("Add", s.input("x", 6), b), b));
    assertThat(of(s).constants().keySet()).isEqualTo(Set.of("b"));
  }

  @Test
  void largeConstantsShapesAndNumbersStayShared() {
    Sketch s = new Sketch(1);
    String x = s.input("x", 6);
    String large = s.weight("large", 16_385, 1);
    String fits = s.weight("fits", 16_384, 1);
    String shape = s.numbers(2, 3);
    String one = s.scalar(3);
    String y = s.op("Reshape", s.op("Mul", s.op("Add", x, one), one), shape);
    s.output(s.op("Reshape", y, shape), s.op("Add", large, large), s.op("Add", fits, fits));
    Graph graph = of(s);
    assertThat(graph.constants().keySet()).containsExactly("large", "fits", shape, one, "fits/2");
  }

  @Test
  void oneReaderKeepsIt() {
    Sketch s = new Sketch(1);
    s.output(s.op("Add", s.input("x", 6), s.weight("b", 6)));
    Constant before = s.model().graph().constants().get("b");
    assertThat(of(s).constants().get("b")).isSameAs(before);
  }
}
