package dev.brigandine.cli.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversionTest {
  @Test
  void valuesThatStayTheSameAreConverted() {
    assertThat(Conversion.exactly(Tensors.doubles("x", 1.5, Double.NaN, -0.0), ElementType.FLOAT32))
        .isEqualTo(Tensors.floats("x", new long[] {3}, 1.5f, Float.NaN, -0f));
    assertThat(Conversion.exactly(Tensors.doubles("x", 3, -4), ElementType.INT64))
        .isEqualTo(Tensors.longs("x", 3, -4));
    assertThat(Conversion.exactly(Tensors.longs("x", 1 << 24), ElementType.FLOAT32))
        .isEqualTo(Tensors.floats("x", new long[] {1}, 1 << 24));
  }

  @Test
  void valuesThatWouldChangeAreRefusedByName() {
    assertThatThrownBy(() -> Conversion.exactly(Tensors.doubles("x", 0.1), ElementType.FLOAT32))
        .hasMessage(
            "input x wants float32, and element 0 in the file is 0.1 (float64), which float32 does"
                + " not hold exactly");
    assertThatThrownBy(
            () -> Conversion.exactly(Tensors.longs("x", (1 << 24) + 1), ElementType.FLOAT32))
        .hasMessageContaining("16777217");
    assertThatThrownBy(
            () -> Conversion.exactly(Tensors.longs("x", Long.MAX_VALUE), ElementType.FLOAT64))
        .hasMessageContaining("9223372036854775807");
    assertThatThrownBy(
            () ->
                Conversion.exactly(
                    Tensors.doubles("x", Double.POSITIVE_INFINITY), ElementType.INT32))
        .hasMessageContaining("Infinity");
    assertThatThrownBy(
            () -> Conversion.exactly(Tensors.doubles("x", Double.NaN), ElementType.INT32))
        .hasMessageContaining("NaN");
  }

  /** Every one of the 65,536 bit patterns is its own nearest value. */
  @Test
  void sixteenBitFloatsComeBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float half = Half.fromFloat16((short) bits);
      if (!Float.isNaN(half)) {
        assertThat(Half.toFloat16(half) & 0xffff).isEqualTo(bits);
      }
      float brain = Half.fromBfloat16((short) bits);
      if (!Float.isNaN(brain)) {
        assertThat(Half.toBfloat16(brain) & 0xffff).isEqualTo(bits);
      }
    }
  }

  /** Expected bits by numpy 2.4.6 ({@code np.float16(x).view("u2")}). */
  @ParameterizedTest
  @CsvSource({
    "0.1,2e66",
    "65519,7bff",
    "65520,7c00",
    "-1e9,fc00",
    "1.00048828125,3c00",
    "1.00146484375,3c02",
    "2047.9999,6800",
    "5.9604645e-8,1",
    "2.9802322e-8,0",
    "2.9802323e-8,1",
    "0.00006103515,400",
    "-0.0,8000",
    "NaN,7e00"
  })
  void float16IsRoundedToNearestEven(double value, String bits) {
    assertThat(Integer.toHexString(Half.toFloat16(value) & 0xffff)).isEqualTo(bits);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1,3dcd",
    "1.00390625,3f80",
    "1.01171875,3f82",
    "3.4e38,7f80",
    "3.38e38,7f7e",
    "1e-40,1",
    "-0.0,8000",
    "NaN,7fc0"
  })
  void bfloat16IsRoundedToNearestEven(double value, String bits) {
    assertThat(Integer.toHexString(Half.toBfloat16(value) & 0xffff)).isEqualTo(bits);
  }
}
