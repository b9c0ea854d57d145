package dev.brigandine.audit.training.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.training.TrialRun;
import dev.brigandine.audit.training.TrialTarget;
import dev.brigandine.audit.training.Victims;
import dev.brigandine.audit.training.fit.Fit;
import dev.brigandine.audit.training.fit.GraphLearner;
import dev.brigandine.audit.training.fit.Objectives;
import dev.brigandine.audit.training.fit.Pace;
import dev.brigandine.audit.training.fit.Recipe;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.testing.Trained;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tuning a captured body, and one that a public base brought into order. */
@Tag("train")
class FinetuneTest {
  private static final long SEED = 9;

  @Test
  void aPlainBodyNeedsNoTuning() throws Exception {
    TrialTarget target = TrialTarget.of(Trained.LSTM, Protection.PLAIN, 60);
    Outcome outcome = run(new FinetuneCopy(), target, 30);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
  }

  @Test
  void aBodyBehindALockBeforeTheClassifierIsWorthMoreThanNothing() throws Exception {
    TrialTarget target = TrialTarget.of(Trained.RESNET, Protection.ARMORED, 60);
    Outcome outcome = run(new FinetuneCopy(), target, 40);
    assertThat(figure(outcome, "captured-accuracy")).as("seed %s", SEED).isLessThan(0.5);
    assertThat(figure(outcome, "labels-60-ratio")).as("seed %s", SEED).isGreaterThan(1.3);
  }

  @Test
  void aRewrittenCopyOfATunedBaseIsRecoveredWithoutLabels() throws Exception {
    TrialTarget target = tuned(Protection.REWRITTEN);
    assertThat(new FinetuneRecovered().hindrance(target)).isEmpty();
    Outcome outcome = run(new FinetuneRecovered(), target, 40);
    assertThat(figure(outcome, "base-accuracy")).as("seed %s", SEED).isLessThan(0.2);
    assertThat(figure(outcome, "untuned-accuracy"))
        .as("%s, seed %s", outcome, SEED)
        .isGreaterThan(target.yardstick().original().main() - 0.1);
  }

  @Test
  void withoutABaseNothingIsRecovered() throws Exception {
    TrialTarget target = TrialTarget.of(Trained.RESNET, Protection.PLAIN, 60);
    assertThat(new FinetuneRecovered().hindrance(target)).isPresent();
  }

  /** The base gives each class the next one's name. */
  private static TrialTarget tuned(Protection form) throws Exception {
    FloatBuffer images = Trained.images(Trained.IMAGES);
    byte[] labels = Trained.labels();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) ((labels[i] + 1) % 10);
    }
    Samples pool = TrialTarget.data(images, labels, 0, 700);
    Samples test = TrialTarget.data(images, labels, 700, Trained.IMAGES);
    TrialTarget base = TrialTarget.of(Trained.RESNET, form, pool, test);
    Path file = Trained.RESNET.write(Victims.folder());
    try (TorchGraph graph = TorchGraph.open(base.original().toGraph(), name -> true);
        GraphLearner learner = new GraphLearner(graph, pool, "logits")) {
      Fit.run(
          learner,
          Objectives.labels(pool.labels().orElseThrow(), 10, false),
          new Recipe(200, 32, 1e-3, false),
          SEED,
          Pace.of(new TrialRun(SEED, Duration.ofMinutes(2)), 1, 0, 1, "tunes the base"));
      return base.tunedTo(OnnxModel.of(graph.model()), file);
    }
  }

  private static Outcome run(Attack attack, TrialTarget target, int seconds) throws Exception {
    return attack.run(target, new TrialRun(SEED, Duration.ofSeconds(seconds)));
  }

  private static double figure(Outcome outcome, String id) {
    return outcome.figures().stream()
        .filter(figure -> figure.id().equals(id))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }
}
