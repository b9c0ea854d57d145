package dev.brigandine.audit.target;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Answers as rows of numbers, one a sample. */
final class Rows {
  private Rows() {}

  /**
   * The rows of an answer.
   *
   * @param count how many samples were asked; an answer with another first axis counts as one row
   *     if one was asked, and as none otherwise
   * @param inputs what was asked: a mask [count, length] among them tells which places count
   * @return [count][n]; of answers [count, length, n] the mean over the middle axis, as embeddings
   *     are pooled; null where there are no numbers or the shape does not fit
   */
  static double[][] of(Tensor answer, int count, List<SampleTensor> inputs) {
    double[] all = numbers(answer);
    long[] shape = answer.shape();
    if (all == null || all.length == 0) {
      return null;
    }
    boolean leads = shape.length > 0 && shape[0] == count;
    if (!leads && count != 1) {
      return null;
    }
    int each = all.length / count;
    double[][] rows = new double[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(all, i * each, (i + 1) * each);
      if (leads && shape.length == 3) {
        rows[i] = mean(rows[i], (int) shape[2], mask(inputs, count, (int) shape[1], i));
      }
    }
    return rows;
  }

  /** Which places of a sample count: all, if nothing tells. */
  private static boolean[] mask(List<SampleTensor> inputs, int count, int length, int sample) {
    boolean[] counts = new boolean[length];
    Arrays.fill(counts, true);
    for (SampleTensor input : inputs) {
      boolean fits = Arrays.equals(input.shape(), new long[] {count, length});
      if (fits && input.name().contains("mask") && input.type().equals("int64")) {
        ByteBuffer data = input.data();
        boolean any = false;
        for (int i = 0; i < length; i++) {
          counts[i] = data.getLong(data.position() + 8 * (sample * length + i)) != 0;
          any |= counts[i];
        }
        if (!any) {
          Arrays.fill(counts, true);
        }
      }
    }
    return counts;
  }

  private static double[] mean(double[] row, int width, boolean[] counts) {
    double[] mean = new double[width];
    int places = 0;
    for (int place = 0; place < counts.length; place++) {
      if (counts[place]) {
        places++;
        for (int i = 0; i < width; i++) {
          mean[i] += row[place * width + i];
        }
      }
    }
    for (int i = 0; i < width; i++) {
      mean[i] /= places;
    }
    return mean;
  }

  private static double[] numbers(Tensor tensor) {
    ByteBuffer data = tensor.data();
    int count = Math.toIntExact(tensor.count());
    double[] numbers = new double[count];
    switch (tensor.elementType()) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          numbers[i] = data.getFloat(4 * i);
        }
      }
      case 11 -> {
        for (int i = 0; i < count; i++) {
          numbers[i] = data.getDouble(8 * i);
        }
      }
      default -> {
        return null;
      }
    }
    return numbers;
  }

  static double cosine(double[] a, double[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      dot += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return aa == 0 || bb == 0 ? 0 : dot / Math.sqrt(aa * bb);
  }

  static int top(double[] row) {
    int top = 0;
    for (int i = 1; i < row.length; i++) {
      top = row[i] > row[top] ? i : top;
    }
    return top;
  }

  /** As probabilities: as they are if they are such, by softmax otherwise. */
  static double[] probabilities(double[] row) {
    double sum = Arrays.stream(row).sum();
    if (Math.abs(sum - 1) < 1e-3 && Arrays.stream(row).allMatch(p -> p >= 0)) {
      return row;
    }
    double most = Arrays.stream(row).max().orElse(0);
    double[] probabilities = Arrays.stream(row).map(x -> Math.exp(x - most)).toArray();
    double all = Arrays.stream(probabilities).sum();
    return Arrays.stream(probabilities).map(p -> p / all).toArray();
  }

  static boolean areNumbers(double[] row) {
    return Arrays.stream(row).allMatch(Double::isFinite);
  }
}
