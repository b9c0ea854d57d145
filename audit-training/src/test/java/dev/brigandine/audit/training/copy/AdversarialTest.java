package dev.brigandine.audit.training.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.training.TrialRun;
import dev.brigandine.audit.training.TrialTarget;
import dev.brigandine.onnx.testing.Trained;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A white box fools the victim where noise of the same size does not. */
@Tag("train")
class AdversarialTest {
  private static final long SEED = 3;

  @Test
  void aCopyFoolsTheVictimAndACopyWithoutKeysDoesLess() throws Exception {
    TrialTarget target = TrialTarget.of(Trained.RESNET, Protection.ARMORED, 900);
    Adversarial attack = new Adversarial();
    assertThat(attack.hindrance(target)).isEmpty();
    Outcome outcome = attack.run(target, new TrialRun(SEED, Duration.ofSeconds(30)));
    assertThat(figure(outcome, "white-box-success")).as("seed %s", SEED).isGreaterThan(0.5);
    assertThat(figure(outcome, "random-success")).as("seed %s", SEED).isLessThan(0.1);
    assertThat(figure(outcome, "copy-without-keys-success"))
        .as("seed %s", SEED)
        .isLessThan(figure(outcome, "white-box-success") - 0.2);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
  }

  private static double figure(Outcome outcome, String id) {
    return outcome.figures().stream()
        .filter(figure -> figure.id().equals(id))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }
}
