package dev.brigandine.audit.training.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.training.TrialRun;
import dev.brigandine.audit.training.TrialTarget;
import dev.brigandine.audit.training.fit.Fit;
import dev.brigandine.audit.training.fit.GraphLearner;
import dev.brigandine.audit.training.fit.Objectives;
import dev.brigandine.audit.training.fit.Pace;
import dev.brigandine.audit.training.fit.Recipe;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.testing.Trained;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A network that learnt samples by heart gives them away; one that never saw them does not. */
class MembershipTest {
  private static final long SEED = 5;

  @Test
  void areaUnderTheCurveIsOneApartAndAHalfTogether() {
    assertThat(Membership.auc(new double[] {1, 2}, new double[] {3, 4})).isEqualTo(1);
    assertThat(Membership.auc(new double[] {3, 4}, new double[] {1, 2})).isEqualTo(0);
    assertThat(Membership.auc(new double[] {1, 1}, new double[] {1, 1})).isEqualTo(0.5);
  }

  @Test
  @Tag("train")
  void tellsWhatWasLearntByHeart() throws Exception {
    TrialTarget honest = TrialTarget.of(Trained.LSTM, Protection.PLAIN, 150);
    assertThat(run(honest).verdict()).as("never trained on").isEqualTo(Verdict.NOTHING);
    TrialTarget overtrained = honest.with(learntByHeart(honest));
    Outcome outcome = run(overtrained);
    assertThat(outcome.verdict()).as("%s, seed %s", outcome, SEED).isNotEqualTo(Verdict.NOTHING);
  }

  private static Outcome run(TrialTarget target) throws Exception {
    Membership attack = new Membership();
    assertThat(attack.hindrance(target)).isEmpty();
    return attack.run(target, new TrialRun(SEED, Duration.ofMinutes(1)));
  }

  private static OnnxModel learntByHeart(TrialTarget target) throws Exception {
    try (TorchGraph graph = TorchGraph.open(target.original().toGraph(), name -> true);
        GraphLearner learner = new GraphLearner(graph, target.data().pool(), "logits")) {
      int[] labels = target.data().pool().labels().orElseThrow();
      Fit.run(
          learner,
          Objectives.labels(labels, 10, false),
          new Recipe(200, 50, 3e-3, false),
          SEED,
          Pace.of(new TrialRun(SEED, Duration.ofMinutes(1)), 1, 0, 1, "learns by heart"));
      return OnnxModel.of(graph.model());
    }
  }
}
