package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Samples;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model's inputs look like to a thief. A question is a row: all elements of all inputs of
 * one item, one input after the other, as floats. Token ids are exact in them up to 2²⁴.
 */
public final class Form {
  /** What a question is. */
  public enum Kind {
    /** One float input of four axes: [1, channels, height, width], or channels last. */
    IMAGES,
    /** Integer inputs of equal shape [1, length], one of which holds token ids. */
    TOKENS,
    /** Any float inputs. */
    VECTORS
  }

  /** How wide the surrogate's view of a text is. */
  static final int WORDS = 4096;

  private static final int CHANNELS = 4;

  private final Kind kind;
  private final boolean batched;
  private final List<SampleTensor> inputs;
  private final int ids;
  private final int mask;

  private Form(Kind kind, boolean batched, List<SampleTensor> inputs) {
    this.kind = kind;
    this.batched = batched;
    this.inputs = inputs;
    this.ids = Math.max(0, named("ids"));
    this.mask = named("mask");
  }

  /** The form of samples; empty if questions of their kind cannot be made or learned from. */
  public static Optional<Form> of(Samples samples) {
    if (samples.count() == 0) {
      return Optional.empty();
    }
    List<SampleTensor> first = samples.item(0);
    if (first.stream().allMatch(input -> input.type().equals("float32"))) {
      boolean image = first.size() == 1 && image(first.get(0).shape());
      return Optional.of(
          new Form(image ? Kind.IMAGES : Kind.VECTORS, samples.batched(), List.copyOf(first)));
    }
    long[] shape = first.get(0).shape();
    boolean tokens =
        first.stream()
            .allMatch(
                input ->
                    (input.type().equals("int64") || input.type().equals("int32"))
                        && Arrays.equals(input.shape(), shape));
    return tokens && shape.length == 2 && shape[0] == 1
        ? Optional.of(new Form(Kind.TOKENS, samples.batched(), List.copyOf(first)))
        : Optional.empty();
  }

  /** What a question is. */
  public Kind kind() {
    return kind;
  }

  /** The row of one item. */
  public float[] row(List<SampleTensor> item) {
    int length = item.stream().mapToInt(input -> elements(input.shape())).sum();
    float[] row = new float[length];
    int at = 0;
    for (SampleTensor input : item) {
      ByteBuffer data = input.data();
      while (data.hasRemaining()) {
        row[at++] =
            switch (input.type()) {
              case "int64" -> data.getLong();
              case "int32" -> data.getInt();
              default -> data.getFloat();
            };
      }
    }
    return row;
  }

  /** All items' rows. */
  public List<float[]> rows(Samples samples) {
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < samples.count(); i++) {
      rows.add(row(samples.item(i)));
    }
    return rows;
  }

  /** The rows of a batch that was put together from items. */
  List<float[]> split(List<SampleTensor> batch) {
    int count = (int) batch.get(0).shape()[0];
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<SampleTensor> item = new ArrayList<>();
      for (SampleTensor input : batch) {
        long[] shape = input.shape();
        shape[0] = 1;
        ByteBuffer data = input.data();
        int bytes = data.remaining() / count;
        item.add(
            new SampleTensor(
                input.name(), input.type(), shape, data.slice(i * bytes, bytes), List.of()));
      }
      rows.add(row(item));
    }
    return rows;
  }

  /** Whether two questions may go in one run. */
  boolean together(float[] one, float[] other) {
    return batched && one.length == other.length;
  }

  /** The inputs of a run that asks these questions, which go together. */
  List<SampleTensor> run(List<float[]> rows) {
    List<SampleTensor> run = new ArrayList<>();
    int from = 0;
    for (SampleTensor input : inputs) {
      int length =
          kind == Kind.TOKENS ? rows.get(0).length / inputs.size() : elements(input.shape());
      ByteBuffer data =
          ByteBuffer.allocate(rows.size() * length * width(input.type()))
              .order(ByteOrder.LITTLE_ENDIAN);
      for (float[] row : rows) {
        for (int i = from; i < from + length; i++) {
          switch (input.type()) {
            case "int64" -> data.putLong((long) row[i]);
            case "int32" -> data.putInt((int) row[i]);
            default -> data.putFloat(row[i]);
          }
        }
      }
      from += length;
      long[] shape = kind == Kind.TOKENS ? new long[] {1, length} : input.shape();
      shape[0] *= rows.size();
      run.add(new SampleTensor(input.name(), input.type(), shape, data.flip(), List.of()));
    }
    return run;
  }

  /** What the surrogate sees: channels, height, width of images; a width otherwise. */
  int[] seen() {
    if (kind == Kind.TOKENS) {
      return new int[] {WORDS};
    }
    if (kind == Kind.VECTORS) {
      return new int[] {inputs.stream().mapToInt(input -> elements(input.shape())).sum()};
    }
    long[] shape = inputs.get(0).shape();
    return channelsLast()
        ? new int[] {(int) shape[3], (int) shape[1], (int) shape[2]}
        : new int[] {(int) shape[1], (int) shape[2], (int) shape[3]};
  }

  /**
   * A row as the surrogate sees it: images with channels first; token ids as the shares of words
   * and of pairs of neighbours, hashed.
   */
  float[] seen(float[] row) {
    if (kind == Kind.TOKENS) {
      return words(row);
    }
    return kind == Kind.IMAGES && channelsLast() ? turned(row, true) : row;
  }

  /** What the surrogate sees, as a row again; not for token ids. */
  float[] row(float[] seen) {
    return kind == Kind.IMAGES && channelsLast() ? turned(seen, false) : seen;
  }

  /** The tokens of a row that the mask lets through. */
  int[] tokens(float[] row) {
    int length = row.length / inputs.size();
    int[] tokens = new int[length];
    int count = 0;
    for (int i = 0; i < length; i++) {
      if (mask < 0 || row[mask * length + i] != 0) {
        tokens[count++] = (int) row[ids * length + i];
      }
    }
    return Arrays.copyOf(tokens, count);
  }

  /**
   * Which places of a sequence the mask of a row lets through: all, if it has none of that length.
   */
  boolean[] counts(float[] row, int length) {
    boolean[] counts = new boolean[length];
    boolean masked = kind == Kind.TOKENS && mask >= 0 && row.length / inputs.size() == length;
    for (int i = 0; i < length; i++) {
      counts[i] = !masked || row[mask * length + i] != 0;
    }
    return counts;
  }

  /** A row like another but with other tokens in place of those that the mask lets through. */
  float[] with(float[] row, int[] tokens) {
    float[] other = row.clone();
    int length = row.length / inputs.size();
    int next = 0;
    for (int i = 0; i < length; i++) {
      if (mask < 0 || row[mask * length + i] != 0) {
        other[ids * length + i] = tokens[next++];
      }
    }
    return other;
  }

  private float[] words(float[] row) {
    float[] seen = new float[WORDS];
    int[] tokens = tokens(row);
    float share = 1f / (float) Math.sqrt(Math.max(1, 2 * tokens.length));
    int last = 0;
    for (int token : tokens) {
      seen[bucket(token)] += share;
      seen[bucket(31 * last + 7919 * token + 1)] += share;
      last = token;
    }
    return seen;
  }

  private static int bucket(int word) {
    int mixed = word * 0x9E3779B9;
    return (mixed ^ mixed >>> 15) & WORDS - 1;
  }

  private float[] turned(float[] image, boolean first) {
    int[] seen = seen();
    int channels = seen[0];
    int pixels = seen[1] * seen[2];
    float[] turned = new float[image.length];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < pixels; i++) {
        int planar = c * pixels + i;
        int packed = i * channels + c;
        turned[first ? planar : packed] = image[first ? packed : planar];
      }
    }
    return turned;
  }

  private boolean channelsLast() {
    long[] shape = inputs.get(0).shape();
    return shape[1] > CHANNELS;
  }

  private static boolean image(long[] shape) {
    return shape.length == 4 && shape[0] == 1 && (shape[1] <= CHANNELS || shape[3] <= CHANNELS);
  }

  private int named(String part) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).name().toLowerCase(Locale.ROOT).contains(part)) {
        return i;
      }
    }
    return -1;
  }

  private static int elements(long[] shape) {
    return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }

  private static int width(String type) {
    return type.equals("int64") ? 8 : 4;
  }
}
