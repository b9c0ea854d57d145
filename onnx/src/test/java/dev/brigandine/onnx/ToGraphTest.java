package dev.brigandine.onnx;

import static dev.brigandine.onnx.testing.Protos.BOOL;
import static dev.brigandine.onnx.testing.Protos.FLOAT;
import static dev.brigandine.onnx.testing.Protos.attribute;
import static dev.brigandine.onnx.testing.Protos.constant;
import static dev.brigandine.onnx.testing.Protos.floats;
import static dev.brigandine.onnx.testing.Protos.graph;
import static dev.brigandine.onnx.testing.Protos.longs;
import static dev.brigandine.onnx.testing.Protos.model;
import static dev.brigandine.onnx.testing.Protos.node;
import static dev.brigandine.onnx.testing.Protos.value;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.testing.Protos;
import dev.brigandine.onnx.testing.TestModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model becomes as a graph to be edited, and which models become none. */
class ToGraphTest {
  @TempDir Path folder;

  private ModelGraph read(GraphProto.Builder graph) throws Exception {
    return TestBytes.read(folder, model(graph).build()).toGraph();
  }

  /** That ONNX Runtime answers alike: the file as it is, and what came of it. */
  private void answersTheSame(GraphProto.Builder graph) throws Exception {
    OnnxModel model = TestBytes.read(folder, model(graph).build());
    OnnxModel again = OnnxModel.of(model.toGraph());
    List<SampleTensor> inputs = SampleInputs.of(model).draw(3);
    assertThat(OrtRuns.skeleton(Skeleton.of(again), inputs))
        .usingRecursiveComparison()
        .isEqualTo(OrtRuns.whole(folder.resolve("model.onnx"), inputs));
  }

  private void refuses(GraphProto.Builder graph, String... words) {
    OnnxException refusal = catchThrowableOfType(OnnxException.class, () -> read(graph));
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo("bad-graph");
    assertThat(refusal.hint()).isPresent();
    assertThat(refusal).hasMessageContainingAll(words);
  }

  private static GraphProto.Builder relu(String input) {
    return graph("g", node("Relu", List.of(input), List.of("y")))
        .addInput(value("x", FLOAT, 2))
        .addOutput(value("y", FLOAT, 2));
  }

  @Test
  void aCycleIsRefused() {
    GraphProto.Builder graph =
        graph(
                "g",
                node("Neg", List.of("b"), List.of("y")),
                node("Add", List.of("x", "b"), List.of("a")),
                node("Relu", List.of("a"), List.of("b")))
            .addInput(value("x", FLOAT, 2))
            .addOutput(value("y", FLOAT, 2));
    refuses(graph, "cycle", "'Relu'", "'b'");
  }

  @Test
  void aCycleThroughABodyIsRefused() {
    GraphProto.Builder body =
        graph("b", node("Relu", List.of("y"), List.of("r"))).addOutput(value("r", FLOAT, 2));
    refuses(
        graph(
                "g",
                node(
                    "If",
                    List.of("choice"),
                    List.of("y"),
                    attribute("then_branch", body),
                    attribute("else_branch", body)))
            .addInput(value("choice", BOOL))
            .addOutput(value("y", FLOAT, 2)),
        "cycle",
        "'If'");
  }

  @Test
  void whatNothingMakesIsRefused() {
    refuses(relu("nowhere"), "reads 'nowhere'", "nothing makes");
    refuses(relu("x").addOutput(value("z", FLOAT, 2)), "output 'z'", "nothing");
  }

  @Test
  void twoValuesOfOneNameAreRefused() {
    refuses(relu("x").addNode(node("Neg", List.of("x"), List.of("y"))), "'Neg'", "'y'");
    refuses(relu("x").addInitializer(floats("y", 1, 2)), "'y'");
    refuses(relu("x").addInput(value("x", FLOAT, 2)), "'x'");
    refuses(relu("x").addOutput(value("y", FLOAT, 2)), "output 'y' is there twice");
    refuses(relu("x").addInput(value("", FLOAT, 2)), "an input has an empty");
  }

  @Test
  void aBodyThatGivesOutAnOuterValueIsRefused() {
    GraphProto.Builder body = graph("b").addOutput(value("x", FLOAT, 2));
    refuses(
        relu("x")
            .addInput(value("choice", BOOL))
            .addNode(node("If", List.of("choice"), List.of("z"), attribute("then_branch", body))),
        "output 'x'");
  }

  @Test
  void anAttributeTwiceAndAnOperatorSetTwiceAreRefused() {
    refuses(
        relu("x")
            .addNode(node("Elu", List.of("x"), List.of("z"), attribute("a", 1), attribute("a", 2))),
        "'a' twice");
    ModelProto.Builder two = model(relu("x"));
    two.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx").setVersion(11));
    assertThat(
            catchThrowableOfType(
                OnnxException.class, () -> TestBytes.read(folder, two.build()).toGraph()))
        .hasMessageContainingAll("version 17", "version 11");
  }

  @Test
  void nodesGetAnOrder() throws Exception {
    Graph graph =
        read(graph(
                    "g",
                    node("Neg", List.of("b"), List.of("y")),
                    node("Add", List.of("x", "x"), List.of("a")),
                    node("Relu", List.of("a"), List.of("b")))
                .addInput(value("x", FLOAT, 2))
                .addOutput(value("y", FLOAT, 2)))
            .graph();
    assertThat(graph.nodes()).extracting(Node::op).containsExactly("Add", "Relu", "Neg");
  }

  @Test
  void aConstantThatIsAnOutputIsReadUnderAnotherName() throws Exception {
    GraphProto.Builder proto =
        graph("g", node("Add", List.of("x", "w"), List.of("y")))
            .addInitializer(floats("w", 1, 30))
            .addInput(value("x", FLOAT, 30))
            .addOutput(value("w", FLOAT, 30))
            .addOutput(value("y", FLOAT, 30));
    Graph graph = read(proto).graph();
    assertThat(graph.outputs().keySet()).containsExactly("w", "y");
    assertThat(graph.constants().keySet()).containsExactly("w_1");
    assertThat(graph.nodes())
        .contains(Node.of("Identity", List.of("w_1"), List.of("w")))
        .contains(Node.of("Add", List.of("x", "w_1"), List.of("y")));
    answersTheSame(proto);
  }

  @Test
  void aBodyMayGiveOutAValueTwice() throws Exception {
    GraphProto.Builder body =
        graph("b", node("Neg", List.of("x"), List.of("n")))
            .addOutput(value("n", FLOAT, 2))
            .addOutput(value("n", FLOAT, 2));
    GraphProto.Builder proto =
        graph(
                "g",
                node(
                    "If",
                    List.of("choice"),
                    List.of("y", "z"),
                    attribute("then_branch", body),
                    attribute("else_branch", body)))
            .addInput(value("choice", BOOL))
            .addInput(value("x", FLOAT, 2))
            .addOutput(value("y", FLOAT, 2))
            .addOutput(value("z", FLOAT, 2));
    Graph read = read(proto).graph();
    assertThat(read.nodes().get(0).bodies())
        .allSatisfy(each -> assertThat(each.outputs()).hasSize(2));
    assertThat(read.nodes().get(0).reads()).containsExactly("choice", "x");
    OnnxModel.of(read(proto));
  }

  @Test
  void sparseInitializersBecomeConstantNodes() throws Exception {
    SparseTensorProto.Builder sparse =
        SparseTensorProto.newBuilder()
            .setValues(floats("w", 3, 3))
            .setIndices(longs("", new long[] {1, 5, 28}, 3))
            .addDims(30);
    GraphProto.Builder proto =
        graph("g", node("Add", List.of("x", "w"), List.of("y")))
            .addSparseInitializer(sparse)
            .addInput(value("x", FLOAT, 30))
            .addOutput(value("y", FLOAT, 30));
    Node constant = read(proto).graph().nodes().get(0);
    assertThat(constant.op()).isEqualTo("Constant");
    assertThat(constant.outputs()).containsExactly("w");
    assertThat(constant.attributes().get("sparse_value")).isInstanceOf(Attribute.Opaque.class);
    answersTheSame(proto);
  }

  @Test
  void tensorsOfSparseInitializersLoseTheirNames() throws Exception {
    SparseTensorProto.Builder sparse =
        SparseTensorProto.newBuilder()
            .setValues(floats("secret_values", 3, 3))
            .setIndices(longs("secret_indices", new long[] {1, 5, 28}, 3))
            .addDims(30);
    GraphProto.Builder proto =
        graph("g", node("Add", List.of("x", "secret_values"), List.of("y")))
            .addSparseInitializer(sparse)
            .addInput(value("x", FLOAT, 30))
            .addOutput(value("y", FLOAT, 30));
    Node constant = read(proto).graph().nodes().get(0);
    Attribute.Opaque value = (Attribute.Opaque) constant.attributes().get("sparse_value");
    assertThat(new String(value.proto(), ISO_8859_1)).doesNotContain("secret");
    answersTheSame(proto);
  }

  /** Values, nodes, bodies, documentation; a body that reads what is around it. */
  @Test
  void functionsLoseTheNamesWithin() throws Exception {
    GraphProto.Builder then =
        graph("secret_then", node("Mul", List.of("secret_a", "secret_w"), List.of("secret_y")))
            .setDocString("secret")
            .addOutput(value("secret_y", FLOAT, "secret_size"));
    GraphProto.Builder otherwise =
        graph("secret_else", node("Neg", List.of("secret_a"), List.of("secret_y")))
            .addInitializer(floats("secret_unused", 4, 2))
            .addOutput(value("secret_y", FLOAT, "secret_size"));
    FunctionProto function =
        FunctionProto.newBuilder()
            .addValueInfo(value("secret_info", FLOAT, 1))
            .addMetadataProps(
                StringStringEntryProto.newBuilder().setKey("secret_key").setValue("secret_value"))
            .setDomain("d")
            .setName("F")
            .setDocString("secret")
            .addInput("secret_a")
            .addInput("secret_flag")
            .addOutput("secret_b")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
            .addNode(constant(floats("secret_w", 20, 2)))
            .addNode(
                node(
                        "If",
                        List.of("secret_flag"),
                        List.of("secret_b"),
                        attribute("then_branch", then),
                        attribute("else_branch", otherwise))
                    .toBuilder()
                    .setName("secret_node")
                    .setDocString("secret"))
            .build();
    GraphProto.Builder main =
        graph("g", node("F", List.of("x", "flag"), List.of("y")).toBuilder().setDomain("d").build())
            .addInput(value("x", FLOAT, 2))
            .addInput(value("flag", BOOL))
            .addOutput(value("y", FLOAT, 2));
    ModelProto proto =
        model(main)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("d").setVersion(1))
            .addFunctions(function)
            .build();
    OnnxModel model = TestBytes.read(folder, proto);
    ModelGraph graph = model.toGraph();
    assertThat(graph.functions()).hasSize(1);
    assertThat(new String(graph.functions().get(0), ISO_8859_1)).doesNotContain("secret");
    for (int seed = 1; seed < 6; seed++) {
      List<SampleTensor> inputs = SampleInputs.of(model).draw(seed);
      assertThat(OrtRuns.skeleton(Skeleton.of(OnnxModel.of(graph)), inputs))
          .usingRecursiveComparison()
          .isEqualTo(OrtRuns.whole(folder.resolve("model.onnx"), inputs));
    }
  }

  @Test
  void stringInitializersBecomeConstantNodes() throws Exception {
    TensorProto.Builder words =
        TensorProto.newBuilder().setName("w").setDataType(Protos.STRING).addDims(2);
    words.addStringData(ByteString.copyFromUtf8("ä")).addStringData(ByteString.copyFromUtf8("b"));
    GraphProto.Builder proto =
        graph("g", node("Gather", List.of("w", "x"), List.of("y")))
            .addInitializer(words)
            .addInitializer(longs("x", new long[] {1, 0, 1}, 3))
            .addOutput(value("y", Protos.STRING, 3));
    assertThat(read(proto).graph().constants().keySet()).containsExactly("x");
    answersTheSame(proto);
  }

  @Test
  void attributesWithoutATypeAreToldByWhatIsThere() throws Exception {
    AttributeProto untyped = AttributeProto.newBuilder().setName("axis").setI(-1).build();
    Graph graph =
        read(graph("g", node("Softmax", List.of("x"), List.of("y"), untyped))
                .addInput(value("x", FLOAT, 2))
                .addOutput(value("y", FLOAT, 2)))
            .graph();
    assertThat(graph.nodes().get(0).integer("axis", 7)).isEqualTo(-1);
  }

  @Test
  void namesOfTheMainGraphStayAndThoseOfBodiesAreMadeUnique() throws Exception {
    OnnxModel model = OnnxModel.read(TestModel.SHADOWED.write(folder));
    ModelGraph graph = model.toGraph();
    assertThat(graph.graph().makes()).contains("choice", "x", "first", "second", "w_1", "other");
    long[] constants = {0};
    graph.graph().forEachGraph(each -> constants[0] += each.constants().size());
    assertThat(constants[0]).isEqualTo(5);
    assertThat(graph.graph().nodes())
        .allSatisfy(node -> assertThat(node.reads()).contains("choice"));
  }
}
