package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Samples;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Numbers as samples, and answers as classes. */
final class Floats {
  private Floats() {}

  /**
   * Samples of one input.
   *
   * @param values of all, one after the other
   * @param shape of them all
   */
  static Samples samples(String input, float[] values, long[] shape) {
    int count = (int) shape[0];
    int each = values.length / count;
    long[] one = shape.clone();
    one[0] = 1;
    return Samples.batched(
        count,
        i -> {
          ByteBuffer bytes = ByteBuffer.allocate(4 * each).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(values, i * each, each);
          return List.of(new SampleTensor(input, "float32", one, bytes, List.of()));
        },
        null);
  }

  /** The place of the highest number of each row. */
  static int[] tops(float[][] rows) {
    int[] tops = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 1; j < rows[i].length; j++) {
        tops[i] = rows[i][j] > rows[i][tops[i]] ? j : tops[i];
      }
    }
    return tops;
  }
}
