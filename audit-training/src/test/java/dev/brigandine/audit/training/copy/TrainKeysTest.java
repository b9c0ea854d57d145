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

/** What lies before a classifier is learnt from few answers; a copy without locks needs none. */
@Tag("train")
class TrainKeysTest {
  private static final long SEED = 1;

  @Test
  void aPlainModelIsStolenAsItIs() throws Exception {
    Outcome outcome = run(Protection.PLAIN, 60);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    assertThat(figure(outcome, "best-agreement")).isEqualTo(1);
  }

  @Test
  void aLockBeforeTheClassifierIsLearntFromAFewAnswers() throws Exception {
    Outcome outcome = run(Protection.ARMORED, 60);
    assertThat(figure(outcome, "captured-accuracy")).as("without keys").isLessThan(0.5);
    assertThat(figure(outcome, "oracle-60-accuracy")).as("seed %s", SEED).isGreaterThan(0.8);
    assertThat(figure(outcome, "oracle-60-ratio")).as("seed %s", SEED).isGreaterThan(1.3);
    assertThat(outcome.verdict()).isNotEqualTo(Verdict.NOTHING);
    assertThat(outcome.series()).hasSize(4);
  }

  @Test
  void aVaultGivesNothingToStartFrom() throws Exception {
    TrialTarget target = TrialTarget.of(Trained.RESNET, Protection.VAULT, 60);
    assertThat(new TrainKeys().hindrance(target)).isPresent();
  }

  private static Outcome run(Protection form, int pool) throws Exception {
    TrialTarget target = TrialTarget.of(Trained.RESNET, form, pool);
    TrainKeys attack = new TrainKeys();
    assertThat(attack.hindrance(target)).isEmpty();
    return attack.run(target, new TrialRun(SEED, Duration.ofMinutes(2)));
  }

  private static double figure(Outcome outcome, String id) {
    return outcome.figures().stream()
        .filter(figure -> figure.id().equals(id))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }
}
