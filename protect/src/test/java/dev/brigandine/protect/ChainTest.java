package dev.brigandine.protect;

import static dev.brigandine.onnx.testing.Protos.FLOAT;
import static dev.brigandine.onnx.testing.Protos.attribute;
import static dev.brigandine.onnx.testing.Protos.floats;
import static dev.brigandine.onnx.testing.Protos.graph;
import static dev.brigandine.onnx.testing.Protos.model;
import static dev.brigandine.onnx.testing.Protos.node;
import static dev.brigandine.onnx.testing.Protos.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import dev.brigandine.protect.Protector.Split;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.RunOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in parts: nobody can tell from outside. */
class ChainTest {
  private static final int LAYERS = 12;
  private static final int WIDTH = 24;
  private static final Split TINY = new Split(0, 3L * 4 * WIDTH * WIDTH);

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void world() {
    world = new World(folder);
  }

  /** x, 12 times MatMul and Relu, y; the Relu outputs are x1 to x11. */
  private static GraphProto.Builder mlp() {
    GraphProto.Builder graph = graph("chain");
    for (int i = 0; i < LAYERS; i++) {
      String in = i == 0 ? "x" : "x" + i;
      String out = i == LAYERS - 1 ? "y" : "x" + (i + 1);
      graph
          .addNode(node("MatMul", List.of(in, "w" + i), List.of("m" + i)))
          .addNode(node("Relu", List.of("m" + i), List.of(out)))
          .addInitializer(floats("w" + i, 100 + i, WIDTH, WIDTH));
    }
    return graph
        .addInput(value("x", FLOAT, "batch", WIDTH))
        .addOutput(value("y", FLOAT, "batch", WIDTH));
  }

  private Path write(GraphProto.Builder graph) throws Exception {
    return Files.write(folder.resolve("model.onnx"), model(graph).build().toByteArray());
  }

  private ProtectedModel open(Path model, int parts) throws Exception {
    ProtectReport report = world.protect(model, TINY);
    assertThat(report.parts()).isEqualTo(parts);
    return world.open(world.bundle(), world.license(world.bundle()));
  }

  private static void same(Map<String, byte[]> found, Map<String, byte[]> expected) {
    assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void answersAndDescriptionAreTheWholes() throws Exception {
    Path model = write(mlp());
    try (ProtectedModel chain = open(model, 4)) {
      SameAnswersTest.sameDescription(model, chain);
      for (int seed = 1; seed < 4; seed++) {
        Map<String, OnnxTensor> feeds = Tensors.samples(model, seed);
        same(Tensors.run(chain, feeds), Tensors.plain(model, feeds));
        Tensors.close(feeds);
      }
    }
  }

  @Test
  void outputsFromWithinASubsetOfThemAndInAnyOrder() throws Exception {
    // x3 and x6 are where parts meet, x4 and m7 lie within one.
    GraphProto.Builder graph = mlp();
    for (String name : List.of("x3", "x4", "x6", "m7")) {
      graph.addOutput(value(name, FLOAT, "batch", WIDTH));
    }
    Path model = write(graph);
    try (ProtectedModel chain = open(model, 4)) {
      SameAnswersTest.sameDescription(model, chain);
      Map<String, OnnxTensor> feeds = Tensors.samples(model, 1);
      Map<String, byte[]> whole = Tensors.plain(model, feeds);
      same(Tensors.run(chain, feeds), whole);
      for (List<String> names :
          List.of(
              List.of("x3"), List.of("m7", "x4"), List.of("y", "x3"), List.of("x6", "x4", "x3"))) {
        Map<String, byte[]> found = Tensors.run(chain, feeds, new LinkedHashSet<>(names));
        assertThat(found.keySet()).containsExactlyElementsOf(names);
        found.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(whole.get(name)));
      }
      Tensors.close(feeds);
    }
  }

  @Test
  void pinnedOutputsAreWrittenInPlaceAndStayTheCallers() throws Exception {
    GraphProto.Builder graph = mlp();
    graph
        .addOutput(value("x3", FLOAT, "batch", WIDTH))
        .addOutput(value("x4", FLOAT, "batch", WIDTH));
    Path model = write(graph);
    try (ProtectedModel chain = open(model, 4);
        OnnxTensor joint = Tensors.floats(new float[2 * WIDTH], 2, WIDTH);
        OnnxTensor last = Tensors.floats(new float[2 * WIDTH], 2, WIDTH);
        OnnxTensor x = Tensors.floats(ramp(2 * WIDTH), 2, WIDTH)) {
      Map<String, OnnxTensor> feeds = Map.of("x", x);
      Map<String, byte[]> whole = Tensors.plain(model, feeds);
      Map<String, OnnxValue> pinned = Map.of("x3", joint, "y", last);
      try (ProtectedModel.Result result = chain.run(feeds, Set.of("x4"), pinned)) {
        assertThat(result.size()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
          assertThat(result.isResultOwner(i)).isEqualTo(i == 0);
        }
        assertThat(Tensors.bytes((OnnxTensor) result.get("x4").orElseThrow()))
            .isEqualTo(whole.get("x4"));
      }
      assertThat(Tensors.bytes(joint)).isEqualTo(whole.get("x3"));
      assertThat(Tensors.bytes(last)).isEqualTo(whole.get("y"));
      chain.run(feeds, pinned).close();
      assertThat(joint.isClosed()).isFalse();
      assertThat(Tensors.bytes(last)).isEqualTo(whole.get("y"));
    }
  }

  @Test
  void fourThreadsAtOnce() throws Exception {
    Path model = write(mlp());
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    try (ProtectedModel chain = open(model, 4)) {
      Thread[] threads = new Thread[4];
      for (int t = 0; t < threads.length; t++) {
        Map<String, OnnxTensor> feeds = Tensors.samples(model, t);
        Map<String, byte[]> expected = Tensors.plain(model, feeds);
        threads[t] =
            new Thread(
                () -> {
                  try {
                    for (int i = 0; i < 200; i++) {
                      same(Tensors.run(chain, feeds), expected);
                    }
                  } catch (Throwable e) {
                    failures.add(e);
                  }
                });
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void runOptionsReachEveryPartAndAClosedChainIsClosed() throws Exception {
    Path model = write(mlp());
    ProtectedModel chain = open(model, 4);
    Map<String, OnnxTensor> feeds = Tensors.samples(model, 1);
    try (RunOptions options = new RunOptions().setRunTag("tag")) {
      chain.run(feeds, options).close();
      options.setTerminate(true);
      assertThatThrownBy(() -> chain.run(feeds, options)).hasMessageContaining("ONNX Runtime");
      options.setTerminate(false);
      chain.run(feeds, options).close();
    }
    chain.close();
    chain.close();
    assertThatThrownBy(() -> chain.run(feeds)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInputThatNothingReadsIsStillTaken() throws Exception {
    Path model = write(mlp().addInput(value("idle", FLOAT, 3)));
    try (ProtectedModel chain = open(model, 4)) {
      SameAnswersTest.sameDescription(model, chain);
      Map<String, OnnxTensor> feeds = Tensors.samples(model, 1);
      same(Tensors.run(chain, feeds), Tensors.plain(model, feeds));
    }
  }

  @Test
  void anInputThatALaterPartReads() throws Exception {
    GraphProto.Builder graph = mlp();
    graph
        .addInput(value("late", FLOAT, "batch", WIDTH))
        .addNode(node("Add", List.of("y", "late"), List.of("z")))
        .addOutput(value("z", FLOAT, "batch", WIDTH));
    Path model = write(graph);
    try (ProtectedModel chain = open(model, 4);
        OnnxTensor x = Tensors.floats(ramp(2 * WIDTH), 2, WIDTH)) {
      SameAnswersTest.sameDescription(model, chain);
      Map<String, OnnxTensor> feeds = Map.of("x", x, "late", x);
      same(Tensors.run(chain, feeds), Tensors.plain(model, feeds));
    }
  }

  private void staysWhole(GraphProto.Builder graph) throws Exception {
    Path model = write(graph);
    try (ProtectedModel whole = open(model, 1)) {
      Map<String, OnnxTensor> feeds = Tensors.samples(model, 1);
      same(Tensors.run(whole, feeds), Tensors.plain(model, feeds));
      Tensors.close(feeds);
    }
  }

  @Test
  void aResidualIsNotCut() throws Exception {
    GraphProto.Builder graph = mlp();
    graph
        .addNode(node("Add", List.of("y", "x1"), List.of("z")))
        .setOutput(0, value("z", FLOAT, "batch", WIDTH));
    staysWhole(graph);
  }

  @Test
  void aTransposeBeforeAProductIsNotCut() throws Exception {
    GraphProto.Builder graph = graph("transposes");
    for (int i = 0; i < LAYERS; i++) {
      String in = i == 0 ? "x" : "x" + i;
      String out = i == LAYERS - 1 ? "y" : "x" + (i + 1);
      graph
          .addNode(node("Transpose", List.of(in), List.of("t" + i)))
          .addNode(node("MatMul", List.of("t" + i, "w" + i), List.of("m" + i)))
          .addNode(node("Mul", List.of("m" + i, "half"), List.of(out)))
          .addInitializer(floats("w" + i, 100 + i, WIDTH, WIDTH));
    }
    staysWhole(
        graph
            .addInitializer(floats("half", 99))
            .addInput(value("x", FLOAT, WIDTH, WIDTH))
            .addOutput(value("y", FLOAT, WIDTH, WIDTH)));
  }

  @Test
  void partsThatWouldShareAWeightAreNot() throws Exception {
    GraphProto.Builder graph = mlp();
    graph
        .addNode(node("MatMul", List.of("y", "w0"), List.of("z")))
        .setOutput(0, value("z", FLOAT, "batch", WIDTH));
    staysWhole(graph);
  }

  @Test
  void anInputThatIsAnOutputIsNotCut() throws Exception {
    staysWhole(mlp().addOutput(value("x", FLOAT, "batch", WIDTH)));
  }

  @Test
  void softmaxBetweenProductsIsNotCut() throws Exception {
    GraphProto.Builder graph = graph("softmax");
    for (int i = 0; i < LAYERS; i++) {
      String in = i == 0 ? "x" : "x" + i;
      String out = i == LAYERS - 1 ? "y" : "x" + (i + 1);
      graph
          .addNode(node("MatMul", List.of(in, "w" + i), List.of("m" + i)))
          .addNode(node("Softmax", List.of("m" + i), List.of(out), attribute("axis", -1)))
          .addInitializer(floats("w" + i, 100 + i, WIDTH, WIDTH));
    }
    staysWhole(
        graph
            .addInput(value("x", FLOAT, "batch", WIDTH))
            .addOutput(value("y", FLOAT, "batch", WIDTH)));
  }

  private static float[] ramp(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (i * 37 % 100 - 50) / 50f;
    }
    return Arrays.copyOf(values, length);
  }
}
