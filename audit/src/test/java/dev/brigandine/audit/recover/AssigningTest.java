package dev.brigandine.audit.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.classes.Level;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssigningTest {
  @ParameterizedTest
  @CsvSource({"384, 0.1", "384, 2", "1536, 0.3"})
  void findsAnOrderByDirections(int channels, double noise) {
    int width = 384;
    Random random = new Random(channels);
    double[] base = random.doubles((long) channels * width, -1, 1).toArray();
    int[] truth = Leaf.identity(channels);
    for (int i = channels - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = truth[i];
      truth[i] = truth[j];
      truth[j] = kept;
    }
    double[] captured = new double[base.length];
    for (int place = 0; place < channels; place++) {
      double factor = random.nextGaussian();
      for (int k = 0; k < width; k++) {
        double tuned = base[truth[place] * width + k] + noise * random.nextGaussian() / 3;
        captured[place * width + k] = factor * tuned;
      }
    }
    Likeness likeness = new Likeness(channels);
    likeness.add(base, captured, Level.SIGNED, width);
    assertThat(Assigning.of(likeness.scores())).as("seed %d", channels).isEqualTo(truth);
  }

  @Test
  void solvesWhatIsNotClearAtOnce() {
    // Each row likes the first column best; the sum is highest otherwise.
    double[][] scores = {{10, 9, 1}, {10, 2, 1}, {10, 9, 8}};
    assertThat(Assigning.of(new DMatrixRMaj(scores))).containsExactly(1, 0, 2);
  }

  @Test
  void assignsOneChannel() {
    assertThat(Assigning.of(new DMatrixRMaj(new double[][] {{0}}))).containsExactly(0);
  }

  @Test
  void equalChannelsAreAssignedSomehow() {
    int[] order = Assigning.of(new DMatrixRMaj(20, 20));
    assertThat(order).containsExactlyInAnyOrder(Leaf.identity(20));
  }
}
