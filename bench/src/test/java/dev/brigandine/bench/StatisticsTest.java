package dev.brigandine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static final OutputDifference SAME = OutputDifference.none("y", "float32");
  private static final OutputDifference OTHER = OutputDifference.incomparable("y", "float32");

  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheTwoMiddleOnes() {
    assertThat(Statistics.median(new double[] {9, 1, 5})).isEqualTo(5);
    assertThat(Statistics.median(new double[] {4, 1, 100, 2})).isEqualTo(3);
    assertThat(Statistics.median(new double[] {7})).isEqualTo(7);
  }

  @Test
  void theMedianLeavesItsArgumentAlone() {
    double[] values = {3, 1, 2};
    Statistics.median(values);
    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void quantilesLieBetweenTheirNeighbours() {
    double[] values = {50, 10, 30, 20, 40};
    assertThat(Statistics.quantile(values, 0)).isEqualTo(10);
    assertThat(Statistics.quantile(values, 0.25)).isEqualTo(20);
    assertThat(Statistics.quantile(values, 0.375)).isEqualTo(25);
    assertThat(Statistics.quantile(values, 1)).isEqualTo(50);
  }

  @Test
  void aRatioIsTakenPairByPairSoThatASlowMinuteCancels() {
    double[] plain = {100, 1000, 100};
    double[] sealed = {110, 1100, 110};
    assertThat(Statistics.medianRatio(plain, sealed)).isEqualTo(1.1);
    assertThat(Statistics.ratios(plain, sealed)).containsExactly(1.1, 1.1, 1.1);
  }

  @Test
  void nothingAndUnpairedValuesAreRefused() {
    assertThatThrownBy(() -> Statistics.median(new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Statistics.medianRatio(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 plain against 3");
  }

  @Test
  void aLatencyCaseIsNotMovedByBlocksThatOtherWorkDisturbed() {
    LatencyRounds rounds = new LatencyRounds("16 tokens", 2);
    rounds.compared(List.of(SAME));
    for (int i = 0; i < 10; i++) {
      rounds.add(2e6, 2.2e6, 5);
    }
    rounds.add(9e6, 2.2e6, 5);
    rounds.add(2e6, 40e6, 5);
    LatencyCase result = rounds.result();
    assertThat(result.ratio()).isEqualTo(1.1);
    assertThat(result.plainMillis()).isEqualTo(2);
    assertThat(result.sealedMillis()).isEqualTo(2.2);
    assertThat(result.plainMedianMillis()).isEqualTo(2);
    assertThat(result.spreadLow()).isEqualTo(1.1);
    assertThat(result.calls()).isEqualTo(60);
    assertThat(result.blocks()).isEqualTo(12);
    assertThat(result.identical()).isTrue();
  }

  @Test
  void oneRoundWithAnotherAnswerIsEnoughToSayNotIdentical() {
    LatencyRounds rounds = new LatencyRounds("sample", 1);
    rounds.compared(List.of(SAME));
    rounds.compared(List.of(OTHER));
    rounds.compared(List.of(SAME));
    rounds.add(1, 1, 1);
    assertThat(rounds.result().identical()).isFalse();
  }
}
