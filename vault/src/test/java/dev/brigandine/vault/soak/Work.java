package dev.brigandine.vault.soak;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the callers of a soak ask, and what must come back. */
final class Work {
  /** Each version of {@code add} adds so much more. */
  static final float STEP = 1000;

  private static final int SENTENCES = 24;

  private Work() {}

  /** One sentence for MiniLM, by its number. */
  record Sentence(long[] ids, long[] mask, long[] types) {
    static Sentence of(int number) {
      Random random = new Random(number);
      int tokens = new int[] {8, 16, 16, 24}[number % 4];
      long[] ids = new long[tokens];
      long[] mask = new long[tokens];
      for (int i = 0; i < tokens; i++) {
        ids[i] = 1000 + random.nextInt(20_000);
        mask[i] = 1;
      }
      return new Sentence(ids, mask, new long[tokens]);
    }
  }

  static int sentences() {
    return SENTENCES;
  }

  static void save(Path file, List<float[]> answers) throws IOException {
    int bytes = 4;
    for (float[] answer : answers) {
      bytes += 4 + answer.length * 4;
    }
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(answers.size());
    for (float[] answer : answers) {
      out.putInt(answer.length);
      for (float value : answer) {
        out.putFloat(value);
      }
    }
    Files.write(file, out.array());
  }

  static List<float[]> load(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<float[]> answers = new ArrayList<>();
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      float[] answer = new float[in.getInt()];
      for (int v = 0; v < answer.length; v++) {
        answer[v] = in.getFloat();
      }
      answers.add(answer);
    }
    return answers;
  }

  /** Null if they are the same but for rounding. */
  static String difference(float[] expected, float[] actual) {
    if (expected.length != actual.length) {
      return actual.length + " numbers instead of " + expected.length;
    }
    float scale = 0;
    for (float value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - actual[i]) <= 1e-5f * scale)) {
        return "number " + i + " is " + actual[i] + " instead of " + expected[i];
      }
    }
    return null;
  }

  /** Whether {@code y} is {@code x} plus some version's bias, the same everywhere; null if so. */
  static String sum(float[] x, float[] y) {
    float bias = Math.round((y[0] - x[0]) / STEP) * STEP;
    if (bias < STEP || bias > 2 * STEP) {
      return "the bias is " + (y[0] - x[0]);
    }
    for (int i = 0; i < x.length; i++) {
      if (y[i] != x[i] + bias) {
        return "number " + i + " is " + y[i] + " instead of " + (x[i] + bias);
      }
    }
    return null;
  }

  /** Whole numbers, so that sums are exact. */
  static float[] numbers(Random random) {
    float[] numbers = new float[4 * (1 + random.nextInt(300))];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextInt(500);
    }
    return numbers;
  }

  static ByteBuffer bytes(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  static ByteBuffer bytes(long[] values) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return bytes;
  }
}
