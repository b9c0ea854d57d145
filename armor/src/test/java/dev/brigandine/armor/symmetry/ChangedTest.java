package dev.brigandine.armor.symmetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brigandine.armor.classes.Widths;
import dev.brigandine.onnx.graph.Constant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangedTest {
  private static final int[] SHAPE = {3, 4, 5};

  private static Constant floats(double[] values) {
    float[] single = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      single[i] = (float) values[i];
    }
    return Constant.of(List.of(3L, 4L, 5L), single);
  }

  private static double[] numbers() {
    Random random = new Random(4);
    double[] values = new double[60];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(2000) - 1000;
    }
    return values;
  }

  private static float[] floats(Constant constant) throws IOException {
    float[] values = new float[(int) constant.count()];
    constant.load().asFloatBuffer().get(values);
    return values;
  }

  private static int at(int i, int j, int k) {
    return (i * SHAPE[1] + j) * SHAPE[2] + k;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 16, 17})
  void ordersElementsOfEveryType(int type) throws Exception {
    int width = Widths.of(type);
    byte[] raw = new byte[60 * width];
    new Random(type).nextBytes(raw);
    Constant constant = Constant.of(type, List.of(3L, 4L, 5L), raw);
    int[][] orders = {{2, 0, 1}, {3, 1, 0, 2}, {4, 0, 3, 2, 1}};
    Constant changed =
        Changed.of(
            constant,
            List.of(
                new AxisChange(0, orders[0], List.of()),
                new AxisChange(1, orders[1], List.of()),
                new AxisChange(2, orders[2], List.of())));
    assertThat(changed.elementType()).isEqualTo(type);
    assertThat(changed.shape()).isEqualTo(constant.shape());
    assertThat(changed.elements().byteLength()).isEqualTo(raw.length);
    ByteBuffer got = changed.load();
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        for (int k = 0; k < 5; k++) {
          for (int b = 0; b < width; b++) {
            assertThat(got.get(at(i, j, k) * width + b))
                .isEqualTo(raw[at(orders[0][i], orders[1][j], orders[2][k]) * width + b]);
          }
        }
      }
    }
  }

  @Test
  void whatDoesNotChangeIsTheSame() {
    Constant constant = floats(numbers());
    assertThat(Changed.of(constant, List.of())).isSameAs(constant);
    assertThat(Changed.of(constant, List.of(new AxisChange(1, null, List.of()))))
        .isSameAs(constant);
  }

  @Test
  void itCanBeReadAgain() throws Exception {
    Constant changed =
        Changed.of(floats(numbers()), List.of(new AxisChange(0, new int[] {2, 1, 0}, List.of())));
    assertThat(changed.load()).isEqualTo(changed.load());
  }

  /** Each axis in turn, by factors, and by a matrix. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void mapsVectorsAlongAnAxis(int axis) throws Exception {
    int n = SHAPE[axis];
    double[] values = numbers();
    double[] matrix = new double[n * n];
    Random random = new Random(axis);
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = random.nextInt(9) - 4;
    }
    double[] factors = new double[n];
    for (int i = 0; i < n; i++) {
      factors[i] = i - 1.5;
    }
    ChannelMap map = Chain.of(new Blocks(1, n, 1, new double[][] {matrix}), new Diagonal(factors));
    Constant changed =
        Changed.of(
            floats(values),
            List.of(new AxisChange(axis, null, List.of(new AxisChange.Part(0, n, 1, map)))));
    float[] got = floats(changed);
    int[] index = new int[3];
    for (index[0] = 0; index[0] < 3; index[0]++) {
      for (index[1] = 0; index[1] < 4; index[1]++) {
        for (index[2] = 0; index[2] < 5; index[2]++) {
          double wanted = 0;
          for (int from = 0; from < n; from++) {
            int[] other = index.clone();
            other[axis] = from;
            wanted += matrix[index[axis] * n + from] * values[at(other[0], other[1], other[2])];
          }
          wanted *= factors[index[axis]];
          assertThat((double) got[at(index[0], index[1], index[2])]).isEqualTo(wanted);
        }
      }
    }
  }

  @Test
  void ordersComeBeforeMaps() throws Exception {
    int[] order = {3, 2, 0, 1};
    double[] factors = {2, 4, 8, 16};
    Constant changed =
        Changed.of(
            floats(numbers()),
            List.of(
                new AxisChange(
                    1, order, List.of(new AxisChange.Part(0, 4, 1, new Diagonal(factors))))));
    double[] values = numbers();
    float[] got = floats(changed);
    for (int j = 0; j < 4; j++) {
      assertThat((double) got[at(2, j, 3)]).isEqualTo(factors[j] * values[at(2, order[j], 3)]);
    }
  }

  @Test
  void aPartIsPartOfAnAxis() throws Exception {
    // Channels 1 and 3 of axis 1: from 1, in steps of 2; in each step the place after it too.
    double[] values = numbers();
    Constant changed =
        Changed.of(
            floats(values),
            List.of(
                new AxisChange(
                    2,
                    null,
                    List.of(
                        new AxisChange.Part(1, 2, 2, new Diagonal(new double[] {2, 3})),
                        new AxisChange.Part(0, 1, 1, new Diagonal(new double[] {5}))))));
    float[] got = floats(changed);
    double[] wanted = {5, 2, 2, 3, 3};
    for (int i = 0; i < 60; i++) {
      assertThat((double) got[i]).isEqualTo(values[i] * wanted[i % 5]);
    }
  }

  @Test
  void manyVectorsAreMappedInTurns() throws Exception {
    int n = 1024;
    int columns = 100;
    float[] values = new float[n * columns];
    double[] factors = new double[n];
    for (int i = 0; i < n; i++) {
      factors[i] = 1 + i;
      for (int j = 0; j < columns; j++) {
        values[i * columns + j] = 1 + j;
      }
    }
    Constant changed =
        Changed.of(
            Constant.of(List.of((long) n, (long) columns), values),
            List.of(
                new AxisChange(
                    0, null, List.of(new AxisChange.Part(0, n, 1, new Diagonal(factors))))));
    float[] got = floats(changed);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < columns; j++) {
        assertThat(got[i * columns + j]).isEqualTo((float) (1 + i) * (1 + j));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 16})
  void otherFloatsAreMappedToo(int type) throws Exception {
    ByteBuffer raw = ByteBuffer.allocate(3 * Widths.of(type)).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : new double[] {1.5, -2, 0.25}) {
      switch (type) {
        case 10 -> raw.putShort(dev.brigandine.onnx.Halves.binary16((float) value));
        case 16 -> raw.putShort(dev.brigandine.onnx.Halves.bfloat16((float) value));
        default -> raw.putDouble(value);
      }
    }
    Constant changed =
        Changed.of(
            Constant.of(type, List.of(3L), raw.array()),
            List.of(
                new AxisChange(
                    0,
                    null,
                    List.of(
                        new AxisChange.Part(0, 3, 1, new Diagonal(new double[] {2, -4, 0.5}))))));
    ByteBuffer got = changed.load();
    for (double wanted : new double[] {3, 8, 0.125}) {
      double value =
          switch (type) {
            case 10 -> dev.brigandine.onnx.Halves.ofBinary16(got.getShort());
            case 16 -> Float.intBitsToFloat(got.getShort() << 16);
            default -> got.getDouble();
          };
      assertThat(value).isEqualTo(wanted);
    }
  }

  @Test
  void integersAreNotMapped() {
    Constant changed =
        Changed.of(
            Constant.of(3, List.of(2L), new byte[2]),
            List.of(
                new AxisChange(
                    0,
                    null,
                    List.of(new AxisChange.Part(0, 2, 1, new Diagonal(new double[] {1, 2}))))));
    assertThatThrownBy(changed::load).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mapsHaveInversesAndDuals() {
    Random random = new Random(8);
    double[][] matrices = new double[3][];
    for (int i = 0; i < 3; i++) {
      matrices[i] = Matrices.random(4, new SecretRandom(new byte[32], "m" + i));
    }
    List<ChannelMap> maps =
        List.of(
            new Diagonal(new double[] {1, -2, 4, 0.5, 3, 5, -1, 2, 8, 1, 1, 7}),
            new Blocks(3, 4, 1, matrices),
            new Blocks(1, 4, 3, new double[][] {matrices[0]}),
            new Blocks(3, 4, 1, new double[][] {matrices[1]}),
            Chain.of(
                Chain.of(
                    new Blocks(3, 4, 1, matrices),
                    new Blocks(1, 4, 3, new double[][] {matrices[2]})),
                new Diagonal(new double[] {1, -2, 4, 0.5, 3, 5, -1, 2, 8, 1, 1, 7})));
    for (ChannelMap map : maps) {
      double[] x = new double[24];
      double[] y = new double[24];
      for (int i = 0; i < 24; i++) {
        x[i] = random.nextDouble();
        y[i] = random.nextDouble();
      }
      double[] there = x.clone();
      map.apply(there, 2);
      assertThat(there).isNotEqualTo(x);
      map.inverse().apply(there, 2);
      assertThat(there).containsExactly(x, within(1e-12));
      // What a sum over the channels makes of both is what it was.
      double[] mapped = x.clone();
      double[] dual = y.clone();
      map.apply(mapped, 2);
      map.dual().apply(dual, 2);
      for (int j = 0; j < 2; j++) {
        double before = 0;
        double after = 0;
        for (int i = j; i < 24; i += 2) {
          before += x[i] * y[i];
          after += mapped[i] * dual[i];
        }
        assertThat(after).isCloseTo(before, within(1e-12));
      }
    }
    assertThat(Chain.NOTHING.isNothing()).isTrue();
    assertThat(((Chain) maps.get(4)).maps()).hasSize(3);
  }
}
