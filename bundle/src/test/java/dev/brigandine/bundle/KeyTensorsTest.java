package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brigandine.bundle.KeySpec.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key tensors are what their kind says, and no two are alike. */
class KeyTensorsTest {
  private final KeyTensors keys = KeyTensors.derive(Samples.activation(1));

  @AfterEach
  void close() {
    keys.close();
  }

  private static KeySpec spec(Kind kind, long count, long size) {
    long elements = kind == Kind.MIX ? count * size * size : size;
    return new KeySpec("k", kind, count, size, List.of(elements));
  }

  private static float[] floats(ByteBuffer tensor) {
    assertThat(tensor.isDirect()).isTrue();
    assertThat(tensor.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[tensor.remaining() / 4];
    tensor.asFloatBuffer().get(floats);
    return floats;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 768, 30_522})
  void aPermutationHasEachPlaceOnce(int size) {
    ByteBuffer tensor = keys.tensor(0, spec(Kind.PERMUTE, 1, size));
    assertThat(tensor.remaining()).isEqualTo(8 * size);
    boolean[] seen = new boolean[size];
    while (tensor.hasRemaining()) {
      int place = (int) tensor.getLong();
      assertThat(seen[place]).isFalse();
      seen[place] = true;
    }
  }

  /** A shuffle that could not reach one of them would show here, whatever the key. */
  @Test
  void everyPermutationOfThreeComes() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      ByteBuffer tensor = keys.tensor(i, spec(Kind.PERMUTE, 1, 3));
      seen.add("" + tensor.getLong() + tensor.getLong() + tensor.getLong());
    }
    assertThat(seen).containsExactlyInAnyOrder("012", "021", "102", "120", "201", "210");
  }

  @Test
  void aScaleHasBothSignsAndNoFactorNearZero() {
    int negative = 0;
    float[] factors = floats(keys.tensor(0, spec(Kind.SCALE, 1, 10_000)));
    for (float factor : factors) {
      assertThat(Math.abs(factor)).isBetween(0.5f, 2f);
      negative += factor < 0 ? 1 : 0;
    }
    assertThat(negative).isBetween(4_000, 6_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 24, 64})
  void aMixIsDenseAndItsConditionNumberAtMostTwo(int size) {
    float[] all = floats(keys.tensor(0, spec(Kind.MIX, 3, size)));
    assertThat(all).hasSize(3 * size * size);
    for (int m = 0; m < 3; m++) {
      double[][] square = new double[size][size];
      int large = 0;
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          square[i][j] = all[(m * size + i) * size + j];
          large += Math.abs(square[i][j]) > 1e-3 ? 1 : 0;
        }
      }
      assertThat(large).isGreaterThan(size * size * 9 / 10);
      double[] singular = singularValues(square);
      for (double value : singular) {
        assertThat(value).isBetween(0.7 - 1e-5, 1.4 + 1e-5);
      }
    }
  }

  /** One-sided Jacobi (Hestenes, 1958): turn columns until all are orthogonal. */
  private static double[] singularValues(double[][] a) {
    int n = a.length;
    for (int sweep = 0; sweep < 30; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          double pp = 0;
          double qq = 0;
          double pq = 0;
          for (double[] row : a) {
            pp += row[p] * row[p];
            qq += row[q] * row[q];
            pq += row[p] * row[q];
          }
          if (pq != 0) {
            double zeta = (qq - pp) / (2 * pq);
            double t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
            double c = 1 / Math.sqrt(1 + t * t);
            for (double[] row : a) {
              double old = row[p];
              row[p] = c * (old - t * row[q]);
              row[q] = c * (t * old + row[q]);
            }
          }
        }
      }
    }
    double[] values = new double[n];
    for (int j = 0; j < n; j++) {
      for (double[] row : a) {
        values[j] += row[j] * row[j];
      }
      values[j] = Math.sqrt(values[j]);
    }
    return values;
  }

  @Test
  void aMixIsNotItsDiagonalInDisguise() {
    // Nor orthogonal: it must change lengths, or a thief could match channels by their norms.
    float[] m = floats(keys.tensor(0, spec(Kind.MIX, 1, 16)));
    double trace = 0;
    double largest = 0;
    for (int i = 0; i < 16; i++) {
      double norm = 0;
      for (int j = 0; j < 16; j++) {
        norm += m[16 * i + j] * m[16 * i + j];
      }
      largest = Math.max(largest, Math.abs(norm - 1));
      trace += m[17 * i];
    }
    assertThat(trace).isCloseTo(0, within(9.0));
    assertThat(largest).isGreaterThan(0.01);
  }

  @Test
  void keyIndexKindCountAndSizeEachMakeAnother() {
    try (KeyTensors other = KeyTensors.derive(Samples.activation(2))) {
      List<ByteBuffer> tensors =
          List.of(
              keys.tensor(0, spec(Kind.MIX, 1, 16)),
              keys.tensor(1, spec(Kind.MIX, 1, 16)),
              keys.tensor(0, spec(Kind.MIX, 4, 8)),
              keys.tensor(0, spec(Kind.MIX, 4, 16)),
              keys.tensor(0, spec(Kind.SCALE, 1, 256)),
              keys.tensor(1, spec(Kind.SCALE, 1, 256)),
              keys.tensor(0, spec(Kind.SCALE, 1, 257)),
              keys.tensor(0, spec(Kind.PERMUTE, 1, 256)),
              keys.tensor(256, spec(Kind.PERMUTE, 1, 256)),
              other.tensor(0, spec(Kind.MIX, 1, 16)),
              other.tensor(0, spec(Kind.SCALE, 1, 256)),
              other.tensor(0, spec(Kind.PERMUTE, 1, 256)));
      Set<ByteBuffer> starts = new HashSet<>();
      for (ByteBuffer tensor : tensors) {
        starts.add(tensor.duplicate().limit(64));
      }
      assertThat(starts).hasSize(tensors.size());
    }
  }

  /**
   * The name and shape of the input are the graph's business: a rename must not change the lock.
   */
  @Test
  void nameAndShapeDoNotCount() {
    KeySpec one = new KeySpec("a", Kind.MIX, 2, 4, List.of(2L, 4L, 4L));
    KeySpec other = new KeySpec("b", Kind.MIX, 2, 4, List.of(1L, 32L));
    assertThat(keys.tensor(3, one)).isEqualTo(keys.tensor(3, other));
  }

  @Test
  void whatIsOutsideTheLimitsIsRefused() {
    List<KeySpec> bad =
        List.of(
            spec(Kind.SCALE, 1, 0),
            spec(Kind.SCALE, 2, 4),
            spec(Kind.SCALE, 1, (1 << 24) + 1),
            spec(Kind.PERMUTE, 1, -1),
            spec(Kind.PERMUTE, 0, 3),
            spec(Kind.MIX, 0, 4),
            spec(Kind.MIX, 1, 1025),
            spec(Kind.MIX, 5, 1024),
            spec(Kind.MIX, Long.MAX_VALUE, 2),
            new KeySpec("k", Kind.SCALE, 1, 4, List.of(5L)),
            new KeySpec("k", Kind.SCALE, 1, 4, List.of(2L)),
            new KeySpec("k", Kind.SCALE, 1, 4, List.of()),
            new KeySpec("k", Kind.SCALE, 1, 4, List.of(0L, 4L)),
            new KeySpec("k", Kind.SCALE, 1, 4, List.of(-2L, -2L)),
            new KeySpec("k", Kind.MIX, 1, 4, List.of(1L << 32, 1L << 32)));
    for (KeySpec spec : bad) {
      refused(() -> keys.tensor(0, spec));
    }
    refused(() -> keys.tensor(-1, spec(Kind.SCALE, 1, 4)));
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
  }

  @Test
  void closedItGivesNothing() {
    KeyTensors closed = KeyTensors.derive(Samples.activation(1));
    closed.close();
    assertThatThrownBy(() -> closed.tensor(0, spec(Kind.SCALE, 1, 4)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(closed).hasToString("KeyTensors[redacted]");
  }
}
