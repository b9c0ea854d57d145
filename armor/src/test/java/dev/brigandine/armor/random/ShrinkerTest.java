package dev.brigandine.armor.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  @Test
  void leavesTheNodesThatMatter() {
    int shrunk = 0;
    for (long seed = 0; shrunk < 10; seed++) {
      RandomGraph graph = RandomGraph.of(seed);
      Case whole = new Case(graph.model(), List.of(graph.draw(1), graph.draw(2)));
      if (!has(whole, "Softmax") || graph.model().graph().nodes().size() < 6) {
        continue;
      }
      shrunk++;
      Case small = Shrinker.shrink(whole, one -> runs(one) && has(one, "Softmax"));
      assertThat(small.model().graph().nodes()).as("%s", graph).hasSize(1);
      assertThat(small.model().graph().outputs()).hasSize(1);
      assertThat(runs(small)).isTrue();
      assertThat(GraphText.of(small.model())).contains("Softmax").hasLineCount(4);
    }
  }

  @Test
  void keepsWhatFailsOnlyTogether() {
    Case whole = null;
    for (long seed = 0; whole == null; seed++) {
      RandomGraph graph = RandomGraph.of(seed);
      Case one = new Case(graph.model(), List.of(graph.draw(1)));
      whole = follows(one) && graph.model().graph().nodes().size() > 10 ? one : null;
    }
    Case small = Shrinker.shrink(whole, one -> runs(one) && follows(one));
    assertThat(small.model().graph().nodes().stream().map(Node::op))
        .containsExactly("MatMul", "Add");
  }

  /** A MatMul whose answer an Add reads. */
  private static boolean follows(Case one) {
    List<Node> nodes = one.model().graph().nodes();
    return nodes.stream()
        .filter(node -> node.is("MatMul"))
        .anyMatch(
            product ->
                nodes.stream()
                    .anyMatch(n -> n.is("Add") && n.inputs().contains(product.output(0))));
  }

  private static boolean has(Case one, String op) {
    return one.model().graph().nodes().stream().anyMatch(node -> node.is(op));
  }

  private static boolean runs(Case one) {
    try (LoadedModel model = LoadedModel.open(one.model())) {
      for (List<SampleTensor> inputs : one.inputs()) {
        model.run(inputs);
      }
      return true;
    } catch (OnnxException e) {
      return false;
    }
  }
}
