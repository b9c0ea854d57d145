package dev.brigandine.audit.training.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.training.Victims;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.testing.Trained;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a thief trains in the keys' place, and that none of the keys is in it. */
class UnlockedTest {
  @ParameterizedTest
  @EnumSource(
      value = Trained.class,
      names = {"RESNET", "MOBILENET", "LSTM", "DECODER"})
  void everyMissingKeyHasSomethingInItsPlace(Trained trained) throws Exception {
    Captured captured = Victims.armored(Victims.model(trained));
    assertThat(Unlocked.missing(captured)).isEqualTo(captured.keys().keySet());
    Unlocked unlocked = Unlocked.of(captured, Unlocked.Start.IDENTITY, 1);
    assertThat(unlocked.keys()).isNotEmpty();
    assertThat(unlocked.graph().graph().inputs().keySet())
        .doesNotContainAnyElementsOf(captured.keys().keySet());
    for (String key : captured.keys().keySet()) {
      Constant place = unlocked.graph().graph().constants().get(key);
      assertThat(place.load()).isNotEqualTo(captured.keys().get(key).load());
    }
  }

  @Test
  void aCopyWithoutLocksStaysAsItIs() throws Exception {
    ModelGraph plain = Victims.model(Trained.RESNET).toGraph();
    Captured captured =
        new Captured(
            plain, java.util.Map.of("images", "images", "logits", "logits"), java.util.Map.of());
    Unlocked unlocked = Unlocked.of(captured, Unlocked.Start.IDENTITY, 1);
    assertThat(unlocked.keys()).isEmpty();
    assertThat(unlocked.graph().graph()).isEqualTo(plain.graph());
    LoadedModel.open(unlocked.graph()).close();
  }
}
