package dev.brigandine.audit.training.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.training.Victims;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.testing.Trained;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PyTorch computes what ONNX Runtime does, and its gradients are those of the function. */
@Tag("train")
class TorchGraphTest {
  private static final double CLOSE = 1e-4;

  @ParameterizedTest
  @EnumSource(
      value = Trained.class,
      names = {"RESNET", "MOBILENET", "LSTM"})
  void computesTrainedModels(Trained trained) throws Exception {
    agrees(Victims.model(trained).toGraph(), Victims.images(8, "images"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Trained.class,
      names = {"RESNET", "MOBILENET", "LSTM"})
  void computesThemArmored(Trained trained) throws Exception {
    Captured captured = Victims.armored(Victims.model(trained));
    assertThat(captured.keys()).isNotEmpty();
    agrees(captured.withKeys(), Victims.images(8, captured.names().get("images")));
  }

  @Test
  void computesATransformer() throws Exception {
    OnnxModel model = Victims.miniLm();
    agrees(model.toGraph(), Victims.ids(3, 9, Map.of()));
    Captured captured = Victims.armored(model);
    agrees(captured.withKeys(), Victims.ids(3, 9, captured.names()));
  }

  @Test
  void computesADecoder() throws Exception {
    OnnxModel model = Victims.model(Trained.DECODER);
    List<SampleTensor> inputs = SampleInputs.of(model).draw(3);
    agrees(model.toGraph(), inputs);
    Captured captured = Victims.armored(model);
    agrees(captured.withKeys(), Victims.renamed(inputs, captured.names()));
  }

  @Test
  void gradientsAreTheSlopes() throws Exception {
    for (Trained trained : Trained.ofImages()) {
      ModelGraph model = Victims.model(trained).toGraph();
      List<SampleTensor> inputs = Victims.images(4, "images");
      try (TorchGraph graph = TorchGraph.open(model, name -> true);
          TorchGraph.Prepared prepared = graph.prepare(inputs, "logits")) {
        Map<String, float[]> start = graph.weights();
        for (Map.Entry<String, NDArray> weight : graph.trained().entrySet()) {
          double norm = gradientNorm(graph, prepared, weight.getValue());
          double before = loss(graph, prepared);
          float[] there = start.get(weight.getKey()).clone();
          float[] slope = gradient(graph, prepared, weight.getValue());
          double step = 1e-2 / Math.max(norm, 1e-3);
          for (int i = 0; i < there.length; i++) {
            there[i] += (float) (step / Math.max(norm, 1e-3) * slope[i]);
          }
          graph.load(Map.of(weight.getKey(), there));
          double after = loss(graph, prepared);
          graph.load(start);
          assertThat((after - before) / step)
              .as("%s of %s", weight.getKey(), trained)
              .isCloseTo(norm, org.assertj.core.data.Offset.offset(0.1 * norm + 0.02));
        }
      }
    }
  }

  @Test
  void givesBackTheSameModelIfNothingWasTrained() throws Exception {
    ModelGraph model = Victims.model(Trained.RESNET).toGraph();
    try (TorchGraph graph = TorchGraph.open(model, name -> true)) {
      agrees(graph.model(), Victims.images(4, "images"));
      assertThat(LoadedModel.open(graph.model())).isNotNull();
    }
  }

  @Test
  void namesAnOperatorItDoesNotKnow() {
    Graph graph =
        new Graph(
            Map.of(), Map.of(), List.of(Node.of("Det", List.of("x"), List.of("y"))), Map.of());
    assertThatThrownBy(() -> TorchGraph.check(new ModelGraph(8, Map.of("", 13L), graph, List.of())))
        .isInstanceOf(UnsupportedGraphException.class)
        .hasMessageContaining("Det");
  }

  private static double loss(TorchGraph graph, TorchGraph.Prepared inputs) {
    try (NDManager step = graph.newStep()) {
      return graph.answer(step, inputs, "logits", false).square().sum().getFloat();
    }
  }

  private static double gradientNorm(TorchGraph graph, TorchGraph.Prepared inputs, NDArray weight) {
    double sum = 0;
    for (float slope : gradient(graph, inputs, weight)) {
      sum += slope * slope;
    }
    return Math.sqrt(sum);
  }

  private static float[] gradient(TorchGraph graph, TorchGraph.Prepared inputs, NDArray weight) {
    try (NDManager step = graph.newStep();
        GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
      gradients.backward(graph.answer(step, inputs, "logits", false).square().sum());
      try (NDArray gradient = weight.getGradient()) {
        float[] slopes = gradient.toFloatArray();
        graph.forgetGradients();
        return slopes;
      }
    }
  }

  /** With nothing trained all is computed beforehand; with all trained, nothing is. */
  private static void agrees(ModelGraph model, List<SampleTensor> inputs) throws Exception {
    Map<String, Tensor> expected;
    try (LoadedModel loaded = LoadedModel.open(model)) {
      expected = loaded.run(inputs);
    }
    for (boolean all : new boolean[] {false, true}) {
      try (TorchGraph graph = TorchGraph.open(model, name -> all)) {
        for (String output : new ArrayList<>(expected.keySet())) {
          try (TorchGraph.Prepared prepared = graph.prepare(inputs, output);
              NDManager step = graph.newStep()) {
            NDArray answer = graph.answer(step, prepared, output, false);
            FloatBuffer wanted = expected.get(output).data().asFloatBuffer();
            assertThat(answer.getShape().getShape()).isEqualTo(expected.get(output).shape());
            float[] got = answer.toFloatArray();
            double scale = 0;
            double worst = 0;
            for (int i = 0; i < got.length; i++) {
              scale = Math.max(scale, Math.abs(wanted.get(i)));
              worst = Math.max(worst, Math.abs(wanted.get(i) - got[i]));
            }
            assertThat(worst).as(output).isLessThan(CLOSE * Math.max(1, scale));
          }
        }
      }
    }
  }
}
