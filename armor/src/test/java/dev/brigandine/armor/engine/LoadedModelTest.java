package dev.brigandine.armor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.testing.TestModel;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadedModelTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aFileAndItsGraphAnswerAlike(TestModel which) throws Exception {
    OnnxModel model = OnnxModel.read(which.write(folder));
    List<SampleTensor> inputs = SampleInputs.of(model).draw(3);
    try (LoadedModel file = LoadedModel.open(model);
        LoadedModel graph = LoadedModel.open(model.toGraph())) {
      Map<String, Tensor> wanted = file.run(inputs);
      Map<String, Tensor> got = graph.run(inputs);
      assertThat(got.keySet()).isEqualTo(wanted.keySet()).isNotEmpty();
      wanted.forEach(
          (name, tensor) -> {
            Closeness closeness = Closeness.of(tensor, got.get(name), 0);
            assertThat(closeness.close()).as("%s: %s", name, closeness).isTrue();
          });
    }
  }

  @Test
  void answersInnerValuesByName() throws Exception {
    ModelGraph model =
        Graphs.of(
            13,
            Node.of("Neg", List.of("x"), List.of("inner")),
            Node.of("Relu", List.of("inner"), List.of("y")));
    Map<String, Tensor> answers =
        LoadedModel.run(model, List.of(Graphs.floats("x", 1, 3)), List.of("y", "inner", "x"));
    assertThat(answers.keySet()).containsExactly("y", "inner", "x");
    ByteBuffer inner = answers.get("inner").data();
    assertThat(inner.getFloat(0)).isEqualTo(1);
    assertThat(inner.getFloat(8)).isEqualTo(-1);
    assertThat(answers.get("y").data().getFloat(8)).isEqualTo(0);
    assertThat(answers.get("x").data().getFloat(8)).isEqualTo(1);
  }

  @Test
  void anEmptyInputMakesAnEmptyAnswer() throws Exception {
    ModelGraph model = Graphs.of(13, Node.of("Relu", List.of("x"), List.of("y")));
    Tensor answer =
        LoadedModel.run(model, List.of(Graphs.floats("x", 0, 3)), List.of("y")).get("y");
    assertThat(answer.shape()).containsExactly(0, 3);
    assertThat(answer.data().hasRemaining()).isFalse();
  }

  @Test
  void aModelThatDoesNotLoadIsSaidPlainly() {
    ModelGraph model = Graphs.of(13, Node.of("Relu", List.of("x", "x"), List.of("y")));
    assertThatThrownBy(() -> LoadedModel.open(model))
        .isInstanceOfSatisfying(
            OnnxException.class,
            e -> {
              assertThat(e.code()).isEqualTo("not-runnable");
              assertThat(e.hint()).isPresent();
            });
  }
}
