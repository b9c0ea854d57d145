package dev.brigandine.audit.training.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Series;
import dev.brigandine.audit.attack.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An attack within an audit, by questions and answers alone. */
class QueryRunTest {
  @Test
  void equationsStealALinearModel() throws Exception {
    Toy toy = new Toy();
    Outcome outcome = new QueryLinearHead().run(toy.target(toy.victim(), 30), new Run(30));
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    Map<String, Double> figures = figures(outcome);
    assertThat(figures).containsEntry("rank", 4.0).containsEntry("width", 4.0);
    assertThat(figures.get("agreement")).isGreaterThan(0.98);
    Outcome ofNoise = new QueryLinearHead().run(toy.target(toy.noise(), 30), new Run(30));
    assertThat(ofNoise.verdict()).isNotEqualTo(Verdict.FULL);
  }

  @Test
  void whatDoesNotFitIsHindered() {
    Toy toy = new Toy();
    assertThat(new QueryEncoder().hindrance(toy.target(toy.victim(), 30)))
        .hasValue("the model answers classes, not vectors");
    assertThat(new QueryLinearHead().hindrance(toy.target(toy.victim(), 30))).isEmpty();
    assertThat(new QueryLinearHead().hindrance(toy.target(toy.victim(), 0)))
        .hasValue("there are no samples to ask");
  }

  @Test
  @Tag("train")
  void figuresAndCharts() throws Exception {
    Toy toy = new Toy();
    Outcome outcome = new QueryLabelsOnly().run(toy.target(toy.victim(), 400), new Run(60));
    assertThat(figures(outcome))
        .containsKeys(
            "accuracy",
            "agreement",
            "black-box",
            "ratio",
            "accuracy-at-300",
            "accuracy-at-400",
            "agreement-with-scores")
        .containsEntry("queries", 400.0);
    assertThat(outcome.series())
        .extracting(Series::label)
        .contains("Labels instead of probabilities", "black box: 60 labels, no queries");
    assertThat(outcome.verdict()).isNotEqualTo(Verdict.NOTHING);
  }

  @Test
  @Tag("train")
  void endsInTime() throws Exception {
    Toy toy = new Toy();
    Run run = new Run(2);
    Outcome outcome = new QueryKnockoff().run(toy.target(toy.victim(), 400), run);
    assertThat(figures(outcome).get("queries")).isBetween(1.0, 5000.0);
    assertThat(run.left()).isGreaterThan(Duration.ofSeconds(-20));
  }

  private static Map<String, Double> figures(Outcome outcome) {
    return outcome.figures().stream().collect(Collectors.toMap(Figure::id, Figure::value));
  }

  private static final class Run implements AttackRun {
    private final long end;

    Run(int seconds) {
      end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }

    @Override
    public long seed() {
      return 3;
    }

    @Override
    public Duration left() {
      return Duration.ofNanos(end - System.nanoTime());
    }

    @Override
    public void progress(double share, String what) {
      assertThat(share).isBetween(0.0, 1.0);
    }

    @Override
    public Path scratch() {
      throw new AssertionError("nothing is written");
    }
  }
}
