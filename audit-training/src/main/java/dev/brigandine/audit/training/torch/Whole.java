package dev.brigandine.audit.training.torch;

import java.util.Arrays;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Integers of any type and truth values (0 and 1), in C order: ids, masks and sizes. Not copied,
 * and not to be changed.
 */
record Whole(long[] shape, long[] elements) implements Value {
  /** Where an element comes from, by its place in the result. */
  interface From {
    int index(int[] place);
  }

  static Whole scalar(long element) {
    return new Whole(new long[0], new long[] {element});
  }

  static Whole vector(long... elements) {
    return new Whole(new long[] {elements.length}, elements);
  }

  static int count(long[] shape) {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return Math.toIntExact(count);
  }

  /** The shape that two broadcast to. */
  static long[] broadcast(long[] a, long[] b) {
    long[] both = new long[Math.max(a.length, b.length)];
    for (int i = 0; i < both.length; i++) {
      long left = i < both.length - a.length ? 1 : a[i - both.length + a.length];
      long right = i < both.length - b.length ? 1 : b[i - both.length + b.length];
      both[i] = left == 1 ? right : left;
    }
    return both;
  }

  Whole map(LongUnaryOperator each) {
    return new Whole(shape, Arrays.stream(elements).map(each).toArray());
  }

  Whole with(Whole other, LongBinaryOperator both) {
    long[] wide = broadcast(shape, other.shape);
    long[] left = expand(wide).elements;
    long[] right = other.expand(wide).elements;
    long[] made = new long[left.length];
    Arrays.setAll(made, i -> both.applyAsLong(left[i], right[i]));
    return new Whole(wide, made);
  }

  Whole reshape(long... sizes) {
    return new Whole(sizes, elements);
  }

  Whole expand(long[] wide) {
    if (Arrays.equals(wide, shape)) {
      return this;
    }
    int front = wide.length - shape.length;
    int[] strides = strides(shape);
    return from(
        wide,
        place -> {
          int index = 0;
          for (int i = 0; i < shape.length; i++) {
            index += shape[i] == 1 ? 0 : strides[i] * place[front + i];
          }
          return index;
        });
  }

  Whole transpose(int[] order) {
    long[] sizes = new long[order.length];
    Arrays.setAll(sizes, i -> shape[order[i]]);
    int[] strides = strides(shape);
    return from(
        sizes,
        place -> {
          int index = 0;
          for (int i = 0; i < order.length; i++) {
            index += strides[order[i]] * place[i];
          }
          return index;
        });
  }

  /** Some of the places along an axis, which the result has in the shape given. */
  Whole take(int axis, Whole places) {
    long[] sizes = taken(shape, axis, places.shape);
    int[] strides = strides(shape);
    int[] inner = strides(places.shape);
    int rank = places.shape.length;
    return from(
        sizes,
        place -> {
          int which = 0;
          for (int i = 0; i < rank; i++) {
            which += inner[i] * place[axis + i];
          }
          long chosen = places.elements[which];
          int index = (int) (chosen < 0 ? chosen + shape[axis] : chosen) * strides[axis];
          for (int i = 0; i < shape.length; i++) {
            index += i == axis ? 0 : strides[i] * place[i < axis ? i : i + rank - 1];
          }
          return index;
        });
  }

  /** The shape with an axis replaced by others. */
  static long[] taken(long[] shape, int axis, long[] instead) {
    long[] sizes = new long[shape.length - 1 + instead.length];
    System.arraycopy(shape, 0, sizes, 0, axis);
    System.arraycopy(instead, 0, sizes, axis, instead.length);
    System.arraycopy(shape, axis + 1, sizes, axis + instead.length, shape.length - axis - 1);
    return sizes;
  }

  Whole concat(Whole other, int axis) {
    long[] sizes = shape.clone();
    sizes[axis] += other.shape[axis];
    int before = count(Arrays.copyOf(shape, axis));
    int mine = before == 0 ? 0 : elements.length / before;
    int others = before == 0 ? 0 : other.elements.length / before;
    long[] made = new long[elements.length + other.elements.length];
    for (int i = 0; i < before; i++) {
      System.arraycopy(elements, i * mine, made, i * (mine + others), mine);
      System.arraycopy(other.elements, i * others, made, i * (mine + others) + mine, others);
    }
    return new Whole(sizes, made);
  }

  /** Joins along one axis what a binary operator joins; empty lines give {@code start}. */
  Whole reduce(int axis, boolean keep, long start, LongBinaryOperator both) {
    long[] sizes = taken(shape, axis, keep ? new long[] {1} : new long[0]);
    int after = count(Arrays.copyOfRange(shape, axis + 1, shape.length));
    int size = (int) shape[axis];
    long[] made = new long[count(sizes)];
    Arrays.setAll(
        made,
        i -> {
          long sum = start;
          for (int j = 0; j < size; j++) {
            sum = both.applyAsLong(sum, elements[(i / after * size + j) * after + i % after]);
          }
          return sum;
        });
    return new Whole(sizes, made);
  }

  private Whole from(long[] sizes, From source) {
    long[] made = new long[count(sizes)];
    int[] place = new int[sizes.length];
    for (int i = 0; i < made.length; i++) {
      made[i] = elements[source.index(place)];
      for (int axis = sizes.length - 1; axis >= 0 && ++place[axis] == sizes[axis]; axis--) {
        place[axis] = 0;
      }
    }
    return new Whole(sizes, made);
  }

  private static int[] strides(long[] shape) {
    int[] strides = new int[shape.length];
    int stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= (int) shape[i];
    }
    return strides;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Whole that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(elements, that.elements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }

  @Override
  public String toString() {
    return "Whole" + Arrays.toString(shape);
  }
}
