package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A tensor on its way in or out: row-major elements, little-endian, from the buffer's position to
 * its limit. Whether those bytes are as many as shape and type say is checked here, so that nobody
 * behind has to; whether type and shape fit a model is checked by the model.
 *
 * @param shape no axis negative
 * @param data direct or not; read by absolute positions or by a duplicate, never moved
 */
public record Tensor(String name, ElementType type, long[] shape, ByteBuffer data) {
  /** The most axes that are taken. */
  public static final int MAX_RANK = 64;

  /**
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) if shape and length disagree
   */
  public Tensor {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    Objects.requireNonNull(data);
    long elements = elements(name, shape);
    if (type.size() > 0 && !exactly(elements, type.size(), data.remaining())) {
      throw bad(
          "tensor '"
              + name
              + "' has "
              + data.remaining()
              + " bytes, its type and shape "
              + Arrays.toString(shape)
              + " want another number");
    }
    if (type == ElementType.BOOL) {
      requireTruth(name, data);
    }
  }

  /** Another byte than 0 or 1 is undefined behaviour in the engine. */
  private static void requireTruth(String name, ByteBuffer data) {
    for (int i = data.position(); i < data.limit(); i++) {
      if ((data.get(i) & ~1) != 0) {
        throw bad(
            "tensor '" + name + "' is of truth values and has a byte that is neither 0 nor 1");
      }
    }
  }

  /** Elements by the shape: the product of its axes, 1 for a scalar. */
  public long elements() {
    return elements(name, shape);
  }

  private static boolean exactly(long elements, int size, int bytes) {
    return elements <= Integer.MAX_VALUE && elements * size == bytes;
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) on a negative axis, too many of them,
   *     or a product beyond a {@code long}
   */
  public static long elements(String name, long[] shape) {
    if (shape.length > MAX_RANK) {
      throw bad("tensor '" + name + "' has " + shape.length + " axes, more than " + MAX_RANK);
    }
    boolean empty = false;
    for (long axis : shape) {
      if (axis < 0) {
        throw bad("tensor '" + name + "' has a negative axis: " + Arrays.toString(shape));
      }
      empty |= axis == 0;
    }
    if (empty) {
      return 0;
    }
    long product = 1;
    for (long axis : shape) {
      long high = Math.multiplyHigh(product, axis);
      product *= axis;
      if (high != 0 || product < 0) {
        throw bad("tensor '" + name + "' is too large: " + Arrays.toString(shape));
      }
    }
    return product;
  }

  private static BrigandineException bad(String message) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message, null);
  }

  /** Name, type and shape; not what is in it. */
  @Override
  public String toString() {
    return name + " " + type.protocolName() + Arrays.toString(shape);
  }
}
