package dev.brigandine.armor.symmetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brigandine.armor.classes.Level;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawTest {
  private static final byte[] SEED = new byte[32];

  private static byte[] seed(int first) {
    byte[] seed = SEED.clone();
    seed[0] = (byte) first;
    return seed;
  }

  private static double[] factors(ChannelMap map, int size) {
    double[] ones = new double[size];
    Arrays.fill(ones, 1);
    map.apply(ones, 1);
    return ones;
  }

  @Test
  void aSeedAndALabelMakeTheSameOrder() {
    int[] order = new Draw(SEED).order("a", 50);
    assertThat(new Draw(SEED).order("a", 50)).containsExactly(order);
    assertThat(new Draw(SEED).order("b", 50)).isNotEqualTo(order);
    assertThat(new Draw(seed(1)).order("a", 50)).isNotEqualTo(order);
    assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, 50).toArray());
  }

  @Test
  void fewChannelsDoNotStayWhereTheyAre() {
    for (int i = 0; i < 200; i++) {
      assertThat(new Draw(seed(i)).order("a", 2)).containsExactly(1, 0);
      assertThat(new Draw(seed(i)).order("a", 3))
          .containsExactlyInAnyOrder(0, 1, 2)
          .isNotEqualTo(new int[] {0, 1, 2});
    }
    assertThat(new Draw(SEED).order("a", 1)).containsExactly(0);
  }

  @Test
  void allOrdersComeUpAsOften() {
    int[] counts = new int[6];
    SecretRandom random = new SecretRandom(SEED, "orders");
    for (int i = 0; i < 6000; i++) {
      int[] order = random.permutation(3);
      counts[2 * order[0] + (order[1] > order[2] ? 1 : 0)]++;
    }
    assertThat(Arrays.stream(counts).boxed()).allMatch(n -> n > 850 && n < 1150);
  }

  @Test
  void numbersAreSpreadEvenly() {
    SecretRandom random = new SecretRandom(SEED, "numbers");
    int[] counts = new int[7];
    double sum = 0;
    for (int i = 0; i < 7000; i++) {
      counts[random.below(7)]++;
      double unit = random.unit();
      assertThat(unit).isGreaterThanOrEqualTo(0).isLessThan(1);
      sum += unit;
    }
    assertThat(Arrays.stream(counts).boxed()).allMatch(n -> n > 850 && n < 1150);
    assertThat(sum / 7000).isCloseTo(0.5, within(0.02));
  }

  @Test
  void theStreamDoesNotRepeat() {
    SecretRandom random = new SecretRandom(SEED, "label");
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 3000; i++) {
      seen.add(random.bits());
    }
    assertThat(seen.size()).isGreaterThan(2995);
  }

  @Test
  void positiveFactorsArePositiveAndNearOne() {
    double[] factors = factors(new Draw(SEED).map("p", 200, Level.POSITIVE, true), 200);
    assertThat(Arrays.stream(factors).boxed()).allMatch(f -> f >= 0.5 && f < 2);
    assertThat(Arrays.stream(factors).filter(f -> f < 1).count()).isBetween(60L, 140L);
    assertThat(Arrays.stream(factors).distinct().count()).isGreaterThan(190);
  }

  @Test
  void signedFactorsHaveBothSigns() {
    double[] factors = factors(new Draw(SEED).map("s", 200, Level.SIGNED, true), 200);
    assertThat(Arrays.stream(factors).filter(f -> f < 0).count()).isBetween(60L, 140L);
    assertThat(Arrays.stream(factors).boxed()).allMatch(f -> Math.abs(f) >= 0.5 && Math.abs(f) < 2);
  }

  @Test
  void narrowFloatsAreScaledByPowersOfTwo() {
    double[] factors = factors(new Draw(SEED).map("n", 200, Level.POSITIVE, false), 200);
    assertThat(factors).containsOnly(0.5, 1, 2);
    // There is nothing to mix with in narrow floats.
    assertThat(new Draw(SEED).map("n", 64, Level.MIX, false)).isInstanceOf(Diagonal.class);
  }

  @Test
  void mixesAreDenseInBlocksThatFit() {
    assertThat(((Blocks) new Draw(SEED).map("m", 64, Level.MIX, true)).size()).isEqualTo(64);
    Blocks cut = (Blocks) new Draw(SEED).map("m", 384, Level.MIX, true);
    assertThat(cut.outer() * cut.size()).isEqualTo(384);
    assertThat(cut.size()).isEqualTo(64);
    assertThat(cut.matrices()).hasNumberOfRows(6);
    assertThat(((Blocks) new Draw(SEED).map("m", 65, Level.MIX, true)).size()).isEqualTo(13);
    // A prime number of channels: as one block while it is small, by factors beyond.
    assertThat(((Blocks) new Draw(SEED).map("m", 127, Level.MIX, true)).size()).isEqualTo(127);
    assertThat(new Draw(SEED).map("m", 131, Level.MIX, true)).isInstanceOf(Diagonal.class);
  }

  @Test
  void matricesAreWellConditioned() {
    for (int n : new int[] {2, 3, 16, 64}) {
      double[] a = Matrices.random(n, new SecretRandom(SEED, "c" + n));
      double[] inverse = Matrices.inverse(a, n);
      double norm = 0;
      double other = 0;
      long small = 0;
      for (int i = 0; i < n * n; i++) {
        norm += a[i] * a[i];
        other += inverse[i] * inverse[i];
        small += Math.abs(a[i]) < 1e-9 ? 1 : 0;
      }
      // All singular values lie between 0.7 and 1.4.
      assertThat(norm).isBetween(0.49 * n, 1.96 * n);
      assertThat(other).isBetween(n / 1.97, n / 0.489);
      assertThat(small).isZero();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double product = 0;
          for (int k = 0; k < n; k++) {
            product += a[i * n + k] * inverse[k * n + j];
          }
          assertThat(product).isCloseTo(i == j ? 1 : 0, within(1e-12));
        }
      }
    }
  }

  @Test
  void inversesPivot() {
    double[] turn = {0, 2, 0, 0, 0, 4, 8, 0, 0};
    assertThat(Matrices.inverse(turn, 3)).containsExactly(0, 0, 0.125, 0.5, 0, 0, 0, 0.25, 0);
    assertThatThrownBy(() -> Matrices.inverse(new double[] {1, 2, 2, 4}, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Matrices.transposed(new double[] {1, 2, 3, 4}, 2)).containsExactly(1, 3, 2, 4);
  }
}
