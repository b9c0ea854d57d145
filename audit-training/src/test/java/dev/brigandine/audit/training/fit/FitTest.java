package dev.brigandine.audit.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.training.TrialTarget;
import dev.brigandine.audit.training.torch.Parameters;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.testing.Trained;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Training learns, ends in time and stops when it is told. */
@Tag("train")
class FitTest {
  private static final long SEED = 2;

  @Test
  void learnsFromScratchAndGivesBackAModelThatRuns() throws Exception {
    TrialTarget target = TrialTarget.of(Trained.RESNET, Protection.PLAIN, 400);
    Samples pool = target.data().pool();
    ModelGraph start = Parameters.untrained(target.original().toGraph(), SEED);
    try (TorchGraph graph = TorchGraph.open(start, name -> true);
        GraphLearner learner = new GraphLearner(graph, pool, "logits")) {
      Fit.Fitted fitted =
          Fit.run(learner, labels(pool), new Recipe(100, 32, 3e-3, true), SEED, pace(1000));
      assertThat(fitted.steps()).isEqualTo(100);
      assertThat(fitted.loss()).as("seed %s", SEED).isLessThan(0.8);
      try (LoadedModel loaded = LoadedModel.open(graph.model())) {
        Tensor answer = loaded.run(pool.batch(0, 1, 2)).get("logits");
        assertThat(answer.shape()).containsExactly(3, 10);
      }
    }
  }

  @Test
  void endsWhenTheTimeDoes() throws Exception {
    TrialTarget target = TrialTarget.of(Trained.LSTM, Protection.PLAIN, 60);
    Samples pool = target.data().pool();
    try (TorchGraph graph = TorchGraph.open(target.original().toGraph(), name -> true);
        GraphLearner learner = new GraphLearner(graph, pool, "logits")) {
      Fit.Fitted fitted =
          Fit.run(learner, labels(pool), new Recipe(1000, 20, 1e-4, false), SEED, pace(20));
      assertThat(fitted.steps()).isBetween(10, 21);
    }
  }

  @Test
  void stopsAtOnceWhenItIsTold() throws Exception {
    TrialTarget target = TrialTarget.of(Trained.LSTM, Protection.PLAIN, 60);
    Samples pool = target.data().pool();
    Pace stopped =
        new Pace() {
          @Override
          public Duration left() {
            return Duration.ofDays(1);
          }

          @Override
          public void at(double share) throws InterruptedException {
            throw new InterruptedException("stopped");
          }
        };
    try (TorchGraph graph = TorchGraph.open(target.original().toGraph(), name -> true);
        GraphLearner learner = new GraphLearner(graph, pool, "logits")) {
      assertThatThrownBy(
              () -> Fit.run(learner, labels(pool), new Recipe(9, 20, 1e-4, false), SEED, stopped))
          .isInstanceOf(InterruptedException.class);
    }
  }

  private static Objective labels(Samples samples) {
    return Objectives.labels(samples.labels().orElseThrow(), 10, false);
  }

  /** A clock that goes a second on at every step. */
  private static Pace pace(int seconds) {
    AtomicInteger left = new AtomicInteger(seconds);
    return new Pace() {
      @Override
      public Duration left() {
        return Duration.ofSeconds(left.get());
      }

      @Override
      public void at(double share) {
        left.decrementAndGet();
      }
    };
  }
}
