package dev.brigandine.armor.engine;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How far an answer is from the wanted one.
 *
 * <p>Floats may differ by a tolerance, relative to the largest finite magnitude of the wanted
 * answer; an element that is NaN or infinite must be the same in both; and along the last axis, if
 * it has two or more elements, the greatest must be at the same place, unless the wanted answer's
 * two greatest are no further apart than the tolerance. All other types must be identical.
 *
 * <p>The tolerances: 1e-5 for float32 and 1e-9 for float64, which is some hundred, and some
 * million, roundings; for float16 (4e-3) and bfloat16 (3e-2) four units in the last place, since a
 * rewrite rounds other numbers than the original does, and every layer adds its share.
 *
 * @param close whether it is near enough
 * @param relative the worst difference as a share of the scale; infinite where only one is a
 *     number, where the elements are no floats and differ, or types or shapes are not the same
 * @param absolute the worst difference
 * @param tolerance what {@code relative} may be
 * @param at where the worst element is; empty if all are the same, and for types or shapes that
 *     differ
 * @param reason in a few words why it is not close; empty if it is
 */
public record Closeness(
    boolean close, double relative, double absolute, double tolerance, long[] at, String reason) {
  /**
   * The least scale. Where the wanted answer is all zeros, or next to, what is left of a sum that
   * cancels counts as nothing.
   */
  public static final double LEAST_SCALE = 1e-10;

  /** Copies the place. */
  public Closeness {
    at = at.clone();
  }

  @Override
  public long[] at() {
    return at.clone();
  }

  /** What a type's elements may differ by, relative to the scale; 0 for all but floats. */
  public static double tolerance(int elementType) {
    return switch (elementType) {
      case Types.FLOAT -> 1e-5;
      case Types.DOUBLE -> 1e-9;
      case Types.FLOAT16 -> 4e-3;
      case Types.BFLOAT16 -> 3e-2;
      default -> 0;
    };
  }

  /** Compares with the type's own tolerance. */
  public static Closeness of(Tensor wanted, Tensor got) {
    return of(wanted, got, tolerance(wanted.elementType()));
  }

  /** Compares with another tolerance. */
  public static Closeness of(Tensor wanted, Tensor got, double tolerance) {
    return of(wanted, got, tolerance, LEAST_SCALE);
  }

  /**
   * Compares with another tolerance, for an answer whose scale is known to be {@code least} or more
   * whatever its elements happen to be: that of probabilities is 1.
   */
  public static Closeness of(Tensor wanted, Tensor got, double tolerance, double least) {
    if (wanted.elementType() != got.elementType()) {
      return apart(
          tolerance, "element type " + got.elementType() + ", not " + wanted.elementType());
    }
    if (!Arrays.equals(wanted.shape(), got.shape())) {
      return apart(
          tolerance,
          "shape " + Arrays.toString(got.shape()) + ", not " + Arrays.toString(wanted.shape()));
    }
    return Numbers.isFloating(wanted.elementType())
        ? floats(wanted, got, tolerance, least)
        : identical(wanted, got, tolerance);
  }

  /**
   * The largest finite magnitude of floats, -1 if none is finite; infinite for elements of other
   * types.
   */
  public static double scale(Tensor tensor) {
    if (!Numbers.isFloating(tensor.elementType())) {
      return Double.POSITIVE_INFINITY;
    }
    IntToDoubleFunction elements = Numbers.of(tensor.elementType(), tensor.data());
    int count = tensor.data().remaining() / Numbers.bytes(tensor.elementType());
    double scale = -1;
    for (int i = 0; i < count; i++) {
      double magnitude = Math.abs(elements.applyAsDouble(i));
      scale = Double.isFinite(magnitude) ? Math.max(scale, magnitude) : scale;
    }
    return scale;
  }

  @Override
  public String toString() {
    return close
        ? "close: " + relative + " of at most " + tolerance
        : reason + (at.length == 0 ? "" : ", worst at " + Arrays.toString(at));
  }

  private static Closeness apart(double tolerance, String reason) {
    double infinite = Double.POSITIVE_INFINITY;
    return new Closeness(false, infinite, infinite, tolerance, new long[0], reason);
  }

  private static Closeness identical(Tensor wanted, Tensor got, double tolerance) {
    long differs = -1;
    if (!wanted.strings().equals(got.strings())) {
      differs = 0;
      while (wanted.strings().get((int) differs).equals(got.strings().get((int) differs))) {
        differs++;
      }
    } else if (wanted.data().remaining() != got.data().remaining()) {
      return apart(tolerance, "a different number of bytes");
    } else if (wanted.data().hasRemaining()) {
      int mismatch = wanted.data().mismatch(got.data());
      differs = mismatch < 0 ? -1 : mismatch / (wanted.data().remaining() / wanted.count());
    }
    if (differs < 0) {
      return new Closeness(true, 0, 0, tolerance, new long[0], "");
    }
    double infinite = Double.POSITIVE_INFINITY;
    long[] at = place(differs, wanted.shape());
    return new Closeness(false, infinite, infinite, tolerance, at, "elements that must not differ");
  }

  private static Closeness floats(Tensor wanted, Tensor got, double tolerance, double least) {
    IntToDoubleFunction one = Numbers.of(wanted.elementType(), wanted.data());
    IntToDoubleFunction other = Numbers.of(got.elementType(), got.data());
    int count = wanted.data().remaining() / Numbers.bytes(wanted.elementType());
    double scale = least;
    double absolute = 0;
    int worst = -1;
    for (int i = 0; i < count; i++) {
      double a = one.applyAsDouble(i);
      scale = Double.isFinite(a) ? Math.max(scale, Math.abs(a)) : scale;
      double difference = difference(a, other.applyAsDouble(i));
      if (difference > absolute) {
        absolute = difference;
        worst = i;
      }
    }
    double relative = absolute / scale;
    long[] at = worst < 0 ? new long[0] : place(worst, wanted.shape());
    if (!(relative <= tolerance)) {
      String reason = "off by " + relative + " of the scale " + scale;
      return new Closeness(false, relative, absolute, tolerance, at, reason);
    }
    int flipped = flippedRow(one, other, count, wanted.shape(), tolerance * scale);
    if (flipped >= 0) {
      at = place(flipped, wanted.shape());
      return new Closeness(false, relative, absolute, tolerance, at, "another element is greatest");
    }
    return new Closeness(true, relative, absolute, tolerance, at, "");
  }

  /** Two NaN are no difference, and neither are two infinities of one sign. */
  private static double difference(double wanted, double got) {
    if (Double.compare(wanted, got) == 0) {
      return 0;
    }
    double difference = Math.abs(wanted - got);
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }

  /** The element that should be the greatest of its row and is not, or -1. */
  private static int flippedRow(
      IntToDoubleFunction one, IntToDoubleFunction other, int count, long[] shape, double gap) {
    int row = shape.length == 0 ? 1 : (int) shape[shape.length - 1];
    if (row < 2) {
      return -1;
    }
    for (int start = 0; start < count; start += row) {
      int best = greatest(one, start, row);
      int found = greatest(other, start, row);
      if (found != best && one.applyAsDouble(best) - one.applyAsDouble(found) > gap) {
        return best;
      }
    }
    return -1;
  }

  private static int greatest(IntToDoubleFunction values, int start, int length) {
    int best = start;
    for (int i = start + 1; i < start + length; i++) {
      if (values.applyAsDouble(i) > values.applyAsDouble(best)) {
        best = i;
      }
    }
    return best;
  }

  private static long[] place(long index, long[] shape) {
    long[] place = new long[shape.length];
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place[axis] = index % shape[axis];
      index /= shape[axis];
    }
    return place;
  }
}
