package dev.brigandine.audit.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Answers are taken for what they are, or a surrogate learns the wrong thing. */
class ObjectivesTest {
  @Test
  void tellsProbabilitiesFromLogits() {
    assertThat(Objectives.areProbabilities(new float[][] {{0.25f, 0.75f}, {1, 0}})).isTrue();
    assertThat(Objectives.areProbabilities(new float[][] {{0.25f, 0.75f}, {3, -2}})).isFalse();
    assertThat(Objectives.areProbabilities(new float[][] {{0.5f, 0.6f}})).isFalse();
    assertThat(Objectives.areProbabilities(new float[0][])).isFalse();
  }

  @Test
  void logitsBecomeProbabilitiesOfSumOne() {
    float[][] made = Objectives.probabilities(new float[][] {{1000, 999, -1000}, {0, 0, 0}});
    assertThat(made[0][0]).isCloseTo(0.731f, within(0.001f));
    assertThat(made[0][0] + made[0][1] + made[0][2]).isCloseTo(1, within(1e-6f));
    assertThat(made[1][2]).isCloseTo(1 / 3f, within(1e-6f));
  }

  @Test
  void probabilitiesStayAsTheyAre() {
    float[][] rows = {{0.25f, 0.75f}};
    assertThat(Objectives.probabilities(rows)).isSameAs(rows);
  }
}
