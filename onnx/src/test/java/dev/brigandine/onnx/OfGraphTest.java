package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Elements;
import dev.brigandine.onnx.graph.FreshNames;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import dev.brigandine.onnx.testing.TestModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an edited graph becomes as a model, and which graphs become none. */
class OfGraphTest {
  private static final List<Long> SHAPE = List.of(20L);

  @TempDir Path folder;

  private static ModelGraph model(Graph graph) {
    return new ModelGraph(3, Map.of("", 13L), graph, List.of());
  }

  private static Graph add(Constant weight) {
    return new Graph(
        Map.of("x", ValueType.tensor(1, List.of("20"))),
        Map.of("y", ValueType.unknown()),
        List.of(Node.of("Add", List.of("x", "w"), List.of("y"))),
        Map.of("w", weight));
  }

  private static Constant twos() {
    float[] values = new float[20];
    Arrays.fill(values, 2);
    return Constant.of(SHAPE, values);
  }

  private static void refuses(Graph graph, String code, String... words) {
    OnnxException refusal =
        catchThrowableOfType(OnnxException.class, () -> OnnxModel.of(model(graph)));
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal).hasMessageContainingAll(words);
  }

  @Test
  void runsWithComputedWeightsAnOldVersionAndATypeLeftToBeInferred() throws Exception {
    OnnxModel made = OnnxModel.of(model(add(new Constant(1, SHAPE, new Computed(80, 80)))));
    assertThat(made.outputs()).containsExactly(new ValueDescription("y", "other", List.of()));
    assertThat(made.proto().getIrVersion()).isEqualTo(4);
    Path saved = folder.resolve("saved.onnx");
    made.save(saved);
    List<SampleTensor> inputs = SampleInputs.of(made).draw(1);
    Map<String, byte[]> answers = OrtRuns.skeleton(Skeleton.of(made), inputs);
    assertThat(answers.get("y")).isEqualTo(OrtRuns.whole(saved, inputs).get("y"));
    ByteBuffer bytes = ByteBuffer.wrap(answers.get("y")).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getFloat("[20]".length())).isEqualTo(2 + inputs.get(0).data().getFloat(0));
  }

  @Test
  void weightsOfAnotherLengthThanPromisedAreRefused() throws Exception {
    for (int given : List.of(76, 84)) {
      OnnxModel made = OnnxModel.of(model(add(new Constant(1, SHAPE, new Computed(80, given)))));
      Path saved = folder.resolve("saved.onnx");
      Files.writeString(saved, "before");
      assertThat(catchThrowableOfType(OnnxException.class, () -> made.save(saved)))
          .hasMessageContaining("80 bytes");
      assertThat(saved).hasContent("before");
      assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
    refuses(add(new Constant(1, SHAPE, new Computed(76, 76))), "bad-tensor", "'w'", "76", "80");
    refuses(add(new Constant(8, SHAPE, new Computed(80, 80))), "bad-tensor", "type 8");
    refuses(add(Constant.of(1, List.of(-20L), new byte[80])), "bad-tensor", "dimension of -20");
    refuses(add(Constant.of(1, List.of(1L << 40, 1L << 40), new byte[80])), "bad-tensor", "63");
  }

  @Test
  void aSlipInARewritingIsRefused() {
    Graph graph = add(twos());
    Node add = graph.nodes().get(0);
    Node back = Node.of("Neg", List.of("y"), List.of("x2"));
    refuses(graph.withNodes(List.of(add, add)), "bad-graph", "'y'", "another");
    refuses(graph.withConstants(Map.of()), "bad-graph", "reads 'w'");
    refuses(graph.withNodes(List.of(back, add)), "bad-graph", "reads 'y'", "before");
    refuses(graph.withOutputs(Map.of("z", ValueType.unknown())), "bad-graph", "output 'z'");
    refuses(graph.withOutputs(Map.of()), "bad-graph", "no outputs");
    refuses(graph.withInputs(Map.of("", ValueType.unknown())), "bad-graph", "no name");
    Graph body =
        new Graph(
            Map.of(),
            Map.of("y", ValueType.unknown()),
            List.of(Node.of("Neg", List.of("x"), List.of("y"))),
            Map.of());
    Node choose =
        Node.of("If", List.of("x"), List.of("z"))
            .withAttributes(Map.of("then_branch", new Attribute.Body(body)));
    refuses(graph.withNodes(List.of(add, choose)), "bad-graph", "'Neg'", "'y'");
    refuses(
        graph.withNodes(
            List.of(add.withAttributes(Map.of("a", new Attribute.Opaque(new byte[] {1}))))),
        "bad-graph",
        "'a' does not parse");
  }

  @Test
  void bodiesNestedTooDeepAreRefused() {
    Graph graph = add(twos());
    for (int i = 0; i <= GraphCheck.MAX_DEPTH; i++) {
      Node node =
          Node.of("If", List.of(), List.of("y" + i))
              .withAttributes(Map.of("g", new Attribute.Body(graph)));
      graph = new Graph(Map.of(), Map.of("y" + i, ValueType.unknown()), List.of(node), Map.of());
    }
    refuses(graph, "too-deep", "deep");
  }

  @Test
  void freshNamesAreNew() throws Exception {
    ModelGraph graph = OnnxModel.read(TestModel.SHADOWED.write(folder)).toGraph();
    FreshNames names = new FreshNames(graph);
    assertThat(names.next("w")).isNotIn("w", "w_1").isNotEqualTo(names.next("w"));
    graph
        .graph()
        .forEachGraph(each -> assertThat(each.makes()).doesNotContain(names.next("result")));
  }

  /** Twos, as many as it likes. */
  private record Computed(long byteLength, int given) implements Elements {
    @Override
    public void writeTo(WritableByteChannel target) throws IOException {
      ByteBuffer two = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < given; i += 4) {
        target.write(two.putFloat(0, 2).clear());
      }
    }
  }
}
