package dev.brigandine.armor.passes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.rules.Sketch;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RenamingTest {
  private static byte[] seed(int first) {
    byte[] seed = new byte[32];
    seed[0] = (byte) first;
    return seed;
  }

  /** Many branches, so that there are many orders; a body; names all around. */
  private static ModelGraph model() {
    Sketch s = new Sketch(1);
    String x = s.input("tokens_secret", 5, 6);
    List<String> sums = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sums.add(s.times(x, "encoder_secret.layer." + i, 6, 8));
    }
    String sum = s.op("Sum", sums.toArray(String[]::new));
    Sketch a = s.body("secret_then");
    a.output(a.op("Relu", a.times(sum, "secret_branch", 8, 8)));
    Sketch b = s.body("secret_else");
    b.output(b.op("Neg", sum));
    String y = s.with("then_branch", a).with("else_branch", b).op("If", s.flag("secret_flag"));
    s.output(s.op("Identity", y));
    ModelGraph model = s.model();
    Graph graph = model.graph();
    List<Node> named =
        graph.nodes().stream().map(node -> node.withName("secret/" + node.op())).toList();
    Map<String, ValueType> inputs =
        Map.of(
            "tokens_secret", ValueType.tensor(1, List.of("secret_batch", "6")),
            "secret_flag", ValueType.tensor(9, List.of()));
    return model.withGraph(graph.withNodes(named).withInputs(inputs));
  }

  private static byte[] bytes(ModelGraph model) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OnnxModel.of(model).writeTo(Channels.newChannel(out));
    return out.toByteArray();
  }

  @Test
  void noNameIsLeft() throws Exception {
    ModelGraph model = model();
    String before = new String(bytes(model), StandardCharsets.ISO_8859_1);
    assertThat(before).contains("secret").contains("encoder_secret.layer.3");
    Renaming.Renamed renamed = Renaming.of(model, seed(1));
    String after = new String(bytes(renamed.model()), StandardCharsets.ISO_8859_1);
    assertThat(after).doesNotContain("secret").doesNotContain("layer");
    Set<String> names = new HashSet<>();
    renamed.model().graph().forEachGraph(graph -> names.addAll(graph.makes()));
    assertThat(names).allMatch(name -> name.matches("v\\d+"));
    assertThat(names).hasSameSizeAs(renamed.names().values());
    assertThat(renamed.model().graph().inputs().get(renamed.names().get("tokens_secret")).dims())
        .containsExactly("d0", "6");
  }

  @Test
  void symbolsThatBeginWithADigitAreReplaced() throws Exception {
    ModelGraph model = model();
    Map<String, ValueType> inputs =
        Map.of(
            "tokens_secret", ValueType.tensor(1, List.of("2secret_batch", "6")),
            "secret_flag", ValueType.tensor(9, List.of()));
    Renaming.Renamed renamed =
        Renaming.of(model.withGraph(model.graph().withInputs(inputs)), seed(1));
    assertThat(new String(bytes(renamed.model()), StandardCharsets.ISO_8859_1))
        .doesNotContain("secret");
  }

  @Test
  void aSeedMakesTheSameBytes() throws Exception {
    assertThat(bytes(Renaming.of(model(), seed(1)).model()))
        .isEqualTo(bytes(Renaming.of(model(), seed(1)).model()))
        .isNotEqualTo(bytes(Renaming.of(model(), seed(2)).model()));
  }

  @Test
  void ordersDifferToo() {
    Set<List<Integer>> nodes = new HashSet<>();
    Set<List<Integer>> constants = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      Renaming.Renamed renamed = Renaming.of(model(), seed(i));
      List<String> was = List.copyOf(model().graph().constants().keySet());
      List<String> now = List.copyOf(renamed.model().graph().constants().keySet());
      constants.add(was.stream().map(name -> now.indexOf(renamed.names().get(name))).toList());
      nodes.add(
          model().graph().nodes().stream().map(node -> place(renamed, node.output(0))).toList());
    }
    assertThat(nodes).hasSizeGreaterThan(15);
    assertThat(constants).hasSizeGreaterThan(15);
  }

  private static int place(Renaming.Renamed renamed, String was) {
    List<Node> nodes = renamed.model().graph().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).output(0).equals(renamed.names().get(was))) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void theOrderStaysTopological() {
    for (int i = 0; i < 20; i++) {
      Graph graph = Renaming.of(model(), seed(i)).model().graph();
      assertThat(graph.nodes()).hasSize(9);
      Set<String> made = new HashSet<>(graph.inputs().keySet());
      made.addAll(graph.constants().keySet());
      for (Node node : graph.nodes()) {
        assertThat(made).containsAll(node.reads());
        made.addAll(node.outputs());
        assertThat(node.name()).isEmpty();
      }
      assertThat(made).containsAll(graph.outputs().keySet());
    }
  }
}
