package dev.brigandine.audit.training.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.training.Victims;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.testing.Trained;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A black box must not start from what the victim learnt. */
class ParametersTest {
  @ParameterizedTest
  @EnumSource(
      value = Trained.class,
      names = {"RESNET", "MOBILENET", "LSTM"})
  void nothingLearntIsLeft(Trained trained) throws Exception {
    ModelGraph model = Victims.model(trained).toGraph();
    ModelGraph untrained = Parameters.untrained(model, 4);
    for (Map.Entry<String, Constant> entry : model.graph().constants().entrySet()) {
      Constant before = entry.getValue();
      if (before.elementType() == 1 && before.count() > 1) {
        Constant after = untrained.graph().constants().get(entry.getKey());
        assertThat(after.shape()).isEqualTo(before.shape());
        assertThat(after.load()).as(entry.getKey()).isNotEqualTo(before.load());
      }
    }
    assertThat(accuracy(model)).isGreaterThan(0.8);
    assertThat(accuracy(untrained)).isLessThan(0.35);
  }

  @ParameterizedTest
  @EnumSource(
      value = Trained.class,
      names = {"RESNET", "LSTM"})
  void theSameSeedGivesTheSameStart(Trained trained) throws Exception {
    ModelGraph model = Victims.model(trained).toGraph();
    Map<String, Constant> first = Parameters.untrained(model, 4).graph().constants();
    Map<String, Constant> again = Parameters.untrained(model, 4).graph().constants();
    Map<String, Constant> other = Parameters.untrained(model, 5).graph().constants();
    for (String name : Parameters.trainable(model)) {
      assertThat(first.get(name).load()).isEqualTo(again.get(name).load());
    }
    assertThat(Parameters.trainable(model))
        .anyMatch(name -> !same(first.get(name), other.get(name)));
  }

  private static boolean same(Constant a, Constant b) {
    try {
      return a.load().equals(b.load());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static double accuracy(ModelGraph model) throws Exception {
    int count = 200;
    try (LoadedModel loaded = LoadedModel.open(model)) {
      Tensor answer = loaded.run(Victims.images(count, "images")).values().iterator().next();
      FloatBuffer logits = answer.data().asFloatBuffer();
      return Trained.accuracy(logits);
    }
  }
}
