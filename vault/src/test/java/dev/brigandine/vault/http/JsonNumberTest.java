package dev.brigandine.vault.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers are the nearest to what is written, as the JDK reads them, and come back as they were.
 */
class JsonNumberTest {
  private static final int ROUNDS = 40_000;

  private static JsonNumber scan(String text) {
    byte[] bytes = (text + ",").getBytes(StandardCharsets.US_ASCII);
    JsonNumber number = new JsonNumber();
    assertThat(number.scan(bytes, 0, bytes.length)).as(text).isEqualTo(text.length());
    return number;
  }

  private static void same(String text) {
    assertThat(scan(text).asDouble()).as(text).isEqualTo(Double.parseDouble(text));
    assertThat(scan(text).asFloat()).as(text).isEqualTo(Float.parseFloat(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "0.0",
        "1",
        "-1.5e3",
        "1E+2",
        "1e-2",
        "123456789012345678901234567890",
        "0.1234567890123456789012345",
        "9007199254740993",
        "9007199254740993.0e-1",
        "1.00000017881393432617187499",
        "1.00000017881393421514957253748434595763683319091796875",
        "1.00000017881393432617187501",
        "1.17549435E-38",
        "1.1754942e-38",
        "1.4e-45",
        "0.7e-45",
        "4.9e-324",
        "2.4e-324",
        "1.7976931348623157e308",
        "1.8e308",
        "3.4028235e38",
        "3.4028236e38",
        "8.5899346e9",
        "1e22",
        "1e23",
        "123456e-22",
        "123456e-23",
        "0e99999999999",
        "100000000000000000000e-20",
        "33554433",
        "16777217",
        "16777219",
        "0.000000000000000000000001",
      })
  void hardOnes(String text) {
    same(text);
  }

  @Test
  void halfwayBetweenFloatsAndAHairBesides() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 5_000; i++) {
      float low = Float.intBitsToFloat(random.nextInt(1, 0x7f000000));
      double half = ((double) low + Math.nextUp(low)) / 2;
      java.math.BigDecimal exact = new java.math.BigDecimal(half);
      java.math.BigDecimal hair = new java.math.BigDecimal(Math.ulp(half)).movePointLeft(4);
      same(exact.toString());
      same(exact.add(hair).toString());
      same(exact.subtract(hair).toString());
    }
  }

  @Test
  void anyOnes() {
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < ROUNDS; i++) {
      same(Double.toString(randomDouble(random)));
      same(Float.toString(Float.intBitsToFloat(random.nextInt() & 0x7f7fffff)));
      same(random.nextLong(1_000_000_000_000L) + "." + random.nextInt(0, 1_000_000));
    }
  }

  private static double randomDouble(SplittableRandom random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : 1;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "+1", "01", "00", ".5", "1.", "1.e1", "1e", "1e+", "-a", "x"})
  void noNumbers(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(new JsonNumber().scan(bytes, 0, bytes.length))
        .isNotEqualTo(bytes.length == 0 ? 0 : bytes.length);
  }

  @Test
  void integersAreExact() {
    assertThat(scan("9223372036854775807").asLong()).isEqualTo(Long.MAX_VALUE);
    assertThat(scan("-9223372036854775808").asLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(scan("9007199254740993").asLong()).isEqualTo(9007199254740993L);
    assertThat(scan("-999999999999999999").asLong()).isEqualTo(-999999999999999999L);
  }

  /** What is written reads back as the same float, by whoever reads it. */
  @Test
  void floatsComeBack() {
    SplittableRandom random = new SplittableRandom(1);
    byte[] out = new byte[FloatText.LONGEST];
    for (int i = 0; i < ROUNDS; i++) {
      float any = Float.intBitsToFloat(random.nextInt());
      float near = (float) (random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-4, 10)));
      float power = Math.scalb(random.nextBoolean() ? 1f : -1f, random.nextInt(-12, 32));
      for (float value : new float[] {any, near, power, Math.nextUp(power), Math.nextDown(power)}) {
        if (Float.isFinite(value)) {
          int end = FloatText.write(value, out, 0);
          String text = new String(out, 0, end, StandardCharsets.US_ASCII);
          assertThat(Float.floatToIntBits(Float.parseFloat(text)))
              .as(text)
              .isEqualTo(Float.floatToIntBits(value));
          assertThat(Float.floatToIntBits(scan(text).asFloat()))
              .as(text)
              .isEqualTo(Float.floatToIntBits(value));
          assertThat(text).matches("-?(0|[1-9][0-9]*)\\.[0-9]+(E-?[0-9]+)?");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      floats = {0.1f, 0.5f, 1, 100, 0.001f, 999999999, 16777216, 0.33333334f, 1e9f, 9.999999e8f})
  void floatsAreShort(float value) {
    byte[] out = new byte[FloatText.LONGEST];
    int end = FloatText.write(value, out, 0);
    assertThat(end).isLessThanOrEqualTo(Math.max(Float.toString(value).length(), 12));
  }
}
