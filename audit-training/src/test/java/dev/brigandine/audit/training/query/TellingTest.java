package dev.brigandine.audit.training.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Series;
import dev.brigandine.audit.attack.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TellingTest {
  private final Telling telling = new Telling(new Toy().yardstick(), 500, Optional.of(score(0.5)));

  @Test
  void verdicts() {
    assertThat(telling.verdict(0.99, 0.9)).isEqualTo(Verdict.FULL);
    assertThat(telling.verdict(0.6, 0.98)).isEqualTo(Verdict.FULL);
    assertThat(telling.verdict(0.97, 0.97)).isEqualTo(Verdict.PARTIAL);
    assertThat(telling.verdict(0.32, 0.32)).isEqualTo(Verdict.PARTIAL);
    assertThat(telling.verdict(0.29, 0.29)).isEqualTo(Verdict.NOTHING);
    assertThat(telling.verdict(0.1, 0.1)).isEqualTo(Verdict.NOTHING);
  }

  @Test
  void seedsAreTakenTogether() {
    Outcome outcome =
        telling.of(
            "an attack",
            List.of(
                List.of(new Reading(100, score(0.4), true), new Reading(200, score(0.8), true)),
                List.of(new Reading(100, score(0.6), true), new Reading(200, score(0.6), true)),
                List.of(new Reading(100, score(0.5), false))));
    Series accuracy = outcome.series().get(0);
    assertThat(accuracy.points())
        .containsExactly(
            new Series.Point(100, 0.5, 0.4, 0.6), new Series.Point(200, 0.7, 0.6, 0.8));
    assertThat(outcome.summary()).isEqualTo("accuracy 0.70 of 1.00 after 200 queries");
    assertThat(outcome.notes()).anyMatch(note -> note.startsWith("The time was up"));
    assertThat(outcome.figures())
        .anySatisfy(
            figure -> {
              assertThat(figure.id()).isEqualTo("ratio");
              assertThat(figure.value()).isEqualTo(1.4);
            });
  }

  @Test
  void largeQuestionsAreFewer() {
    assertThat(Plan.of(Duration.ofMinutes(2), 784).checkpoints()).containsExactly(300, 1000, 5000);
    assertThat(Plan.of(Duration.ofMinutes(20), 784).checkpoints())
        .containsExactly(1000, 10_000, 20_000);
    assertThat(Plan.of(Duration.ofMinutes(20), 784).seeds()).isEqualTo(3);
    assertThat(Plan.of(Duration.ofMinutes(2), 3 * 224 * 224).checkpoints())
        .containsExactly(300, 332);
    assertThat(Plan.of(Duration.ofSeconds(20), 784).time()).isLessThan(Duration.ofSeconds(20));
  }

  private static Score score(double share) {
    return new Score(OptionalDouble.of(share), share, share, OptionalDouble.of(1 - share));
  }
}
