package dev.brigandine.armor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.onnx.Halves;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosenessTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  @Test
  void theScaleIsTheLargestMagnitudeOfTheWanted() {
    Tensor wanted = floats(new long[] {2, 2}, 1, -100, 0.5f, 3);
    Closeness near = Closeness.of(wanted, floats(new long[] {2, 2}, 1.0009f, -100, 0.5f, 3));
    assertThat(near.close()).isTrue();
    assertThat(near.relative()).isBetween(8.9e-6, 9.1e-6);
    assertThat(near.at()).containsExactly(0, 0);
    Closeness far = Closeness.of(wanted, floats(new long[] {2, 2}, 1, -100, 0.5011f, 3));
    assertThat(far.close()).isFalse();
    assertThat(far.at()).containsExactly(1, 0);
    assertThat(far.absolute()).isBetween(0.00109, 0.00111);
    assertThat(far.toString()).contains("[1, 0]");
  }

  @Test
  void infinitiesAndNanMustBeInTheirPlaces() {
    float inf = Float.POSITIVE_INFINITY;
    Tensor wanted = floats(new long[] {4}, Float.NaN, inf, -inf, 1);
    assertThat(Closeness.of(wanted, floats(new long[] {4}, Float.NaN, inf, -inf, 1)).close())
        .isTrue();
    Closeness moved = Closeness.of(wanted, floats(new long[] {4}, 1, inf, -inf, 1));
    assertThat(moved.close()).isFalse();
    assertThat(moved.relative()).isEqualTo(INFINITE);
    assertThat(Closeness.of(wanted, floats(new long[] {4}, Float.NaN, inf, inf, 1)).at())
        .containsExactly(2);
    assertThat(Closeness.of(wanted, floats(new long[] {4}, Float.NaN, inf, -inf, inf)).close())
        .isFalse();
  }

  @Test
  void theGreatestOfARowMustStayUnlessItIsATie() {
    // 0.9e-5 each way: within the tolerance, yet the winner changes; they were 1.5e-5 apart.
    Tensor wanted = floats(new long[] {1, 3}, 1, 1 - 1.5e-5f, 0);
    Closeness flipped = Closeness.of(wanted, floats(new long[] {1, 3}, 1 - 0.9e-5f, 1, 0));
    assertThat(flipped.close()).isFalse();
    assertThat(flipped.relative()).isGreaterThan(1e-5);
    Closeness tied =
        Closeness.of(
            floats(new long[] {1, 3}, 1, 1 - 0.4e-5f, 0),
            floats(new long[] {1, 3}, 1 - 0.4e-5f, 1, 0));
    assertThat(tied.close()).isTrue();
    Closeness inside =
        Closeness.of(
            floats(new long[] {1, 3}, 1, 1 - 1.5e-5f, 0),
            floats(new long[] {1, 3}, 1 - 0.9e-5f, 1 - 0.8e-5f, 0));
    assertThat(inside.relative()).isLessThan(1e-5);
    assertThat(inside.close()).isFalse();
    assertThat(inside.at()).containsExactly(0, 0);
    assertThat(inside.reason()).contains("greatest");
  }

  @Test
  void integersAndStringsMustBeIdentical() {
    Tensor wanted = Tensor.of(7, new long[] {2, 1}, longs(1, 2));
    assertThat(Closeness.of(wanted, Tensor.of(7, new long[] {2, 1}, longs(1, 2))).close()).isTrue();
    Closeness other = Closeness.of(wanted, Tensor.of(7, new long[] {2, 1}, longs(1, 3)));
    assertThat(other.close()).isFalse();
    assertThat(other.at()).containsExactly(1, 0);
    Tensor words = strings("a", "b", "c");
    assertThat(Closeness.of(words, strings("a", "b", "c")).close()).isTrue();
    assertThat(Closeness.of(words, strings("a", "b", "d")).at()).containsExactly(2);
  }

  @Test
  void halvesHaveTheToleranceOfTheirType() {
    // 1, and 1 with 4 and 5 units in the last place more.
    for (int type : new int[] {10, 16}) {
      short one = (short) (type == 10 ? 0x3c00 : 0x3f80);
      int units = type == 10 ? 4 : 3;
      assertThat(Closeness.of(halves(type, one), halves(type, (short) (one + units))).close())
          .isTrue();
      assertThat(Closeness.of(halves(type, one), halves(type, (short) (one + units + 1))).close())
          .isFalse();
    }
  }

  @Test
  void everyHalfIsTheNumberItStandsFor() {
    assertThat(Halves.ofBinary16((short) 0x3555)).isEqualTo(0.33325195f);
    assertThat(Halves.ofBinary16((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(Halves.ofBinary16((short) 0x8000)).isEqualTo(-0f);
    assertThat(Halves.ofBinary16((short) 0x7bff)).isEqualTo(65504f);
    assertThat(Halves.ofBinary16((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Halves.ofBinary16((short) 0x7e00)).isNaN();
    assertThat(Halves.ofBinary16((short) 0x83ff)).isEqualTo(-0x3ffp-24f);
  }

  @Test
  void otherTypesAndShapesAreNeverClose() {
    Tensor wanted = floats(new long[] {2}, 1, 2);
    assertThat(Closeness.of(wanted, floats(new long[] {2, 1}, 1, 2)).reason()).contains("[2, 1]");
    assertThat(Closeness.of(wanted, Tensor.of(7, new long[] {2}, longs(1, 2))).close()).isFalse();
  }

  @Test
  void nothingAtAllIsClose() {
    assertThat(Closeness.of(floats(new long[] {0, 3}), floats(new long[] {0, 3})).close()).isTrue();
    Tensor none = Tensor.of(7, new long[] {0}, longs());
    assertThat(Closeness.of(none, Tensor.of(7, new long[] {0}, longs())).close()).isTrue();
  }

  private static Tensor floats(long[] shape, float... values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    return Tensor.of(1, shape, data.flip());
  }

  private static Tensor halves(int type, short bits) {
    ByteBuffer data = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(bits);
    return Tensor.of(type, new long[0], data.flip());
  }

  private static Tensor strings(String... values) {
    return new Tensor(8, new long[] {values.length}, ByteBuffer.allocate(0), List.of(values));
  }

  private static ByteBuffer longs(long... values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      data.putLong(value);
    }
    return data.flip();
  }
}
