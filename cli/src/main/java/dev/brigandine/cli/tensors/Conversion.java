package dev.brigandine.cli.tensors;

import static dev.brigandine.cli.tensors.BadTensors.bad;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** From one element type to another, exactly or not at all. */
final class Conversion {
  private Conversion() {}

  /**
   * {@code tensor} with elements of type {@code wanted}; itself if they are so already.
   *
   * @throws dev.brigandine.bundle.BrigandineException (BAD_INPUT) naming the tensor, the wanted
   *     type and the first value that would change
   */
  static Tensor exactly(Tensor tensor, ElementType wanted) {
    ElementType given = tensor.type();
    if (given == wanted) {
      return tensor;
    }
    if (given == ElementType.UINT16 && wanted == ElementType.BFLOAT16) {
      // numpy has no bfloat16; its 16 bits travel as uint16.
      return Tensor.of(tensor.name(), wanted, tensor.shape(), tensor.data());
    }
    boolean numbers = isNumber(given) && isNumber(wanted);
    if (!numbers) {
      throw bad(
          "input " + tensor.name() + " wants " + wanted.id() + ", the file has " + given.id());
    }
    ByteBuffer source = tensor.data();
    int count = tensor.elements();
    ByteBuffer target =
        ByteBuffer.allocateDirect(Math.multiplyExact(count, wanted.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      if (!(given.isInteger()
          ? putInteger(target, wanted, integer(source, i, given))
          : putFloat(target, wanted, floating(source, i, given)))) {
        throw inexact(tensor, wanted, i);
      }
    }
    target.flip();
    return Tensor.of(tensor.name(), wanted, tensor.shape(), target);
  }

  private static boolean isNumber(ElementType type) {
    return type.isInteger() || type.kind() == ElementType.Kind.FLOAT;
  }

  private static RuntimeException inexact(Tensor tensor, ElementType wanted, int index) {
    return bad(
        "input "
            + tensor.name()
            + " wants "
            + wanted.id()
            + ", and element "
            + index
            + " in the file is "
            + text(tensor.data(), index, tensor.type())
            + " ("
            + tensor.type().id()
            + "), which "
            + wanted.id()
            + " does not hold exactly",
        "save it as " + wanted.id() + " (numpy: x.astype(\"" + wanted.id() + "\"))");
  }

  /** The element as text that reads back to the same value. */
  static String text(ByteBuffer data, int index, ElementType type) {
    return switch (type) {
      case FLOAT64 -> Double.toString(data.getDouble(index * 8));
      case FLOAT32, FLOAT16, BFLOAT16 -> Float.toString((float) floating(data, index, type));
      case BOOL -> Boolean.toString(data.get(index) != 0);
      default -> integer(data, index, type).toString();
    };
  }

  static double floating(ByteBuffer data, int index, ElementType type) {
    return switch (type) {
      case FLOAT64 -> data.getDouble(index * 8);
      case FLOAT32 -> data.getFloat(index * 4);
      case FLOAT16 -> Half.fromFloat16(data.getShort(index * 2));
      case BFLOAT16 -> Half.fromBfloat16(data.getShort(index * 2));
      default -> throw new IllegalArgumentException(type.id());
    };
  }

  private static BigInteger integer(ByteBuffer data, int index, ElementType type) {
    return switch (type) {
      case INT8 -> BigInteger.valueOf(data.get(index));
      case INT16 -> BigInteger.valueOf(data.getShort(index * 2));
      case INT32 -> BigInteger.valueOf(data.getInt(index * 4));
      case INT64 -> BigInteger.valueOf(data.getLong(index * 8));
      case UINT8 -> BigInteger.valueOf(data.get(index) & 0xff);
      case UINT16 -> BigInteger.valueOf(data.getShort(index * 2) & 0xffff);
      case UINT32 -> BigInteger.valueOf(Integer.toUnsignedLong(data.getInt(index * 4)));
      case UINT64 -> new BigInteger(Long.toUnsignedString(data.getLong(index * 8)));
      default -> throw new IllegalArgumentException(type.id());
    };
  }

  /** Appends {@code value} if {@code type} holds it exactly; says whether it did. */
  static boolean putInteger(ByteBuffer target, ElementType type, BigInteger value) {
    if (!type.isInteger()) {
      double approximate = value.doubleValue();
      return !Double.isInfinite(approximate)
          && new java.math.BigDecimal(approximate).toBigInteger().equals(value)
          && putFloat(target, type, approximate);
    }
    int bits = type.bytes() * 8;
    boolean fits =
        type.kind() == ElementType.Kind.SIGNED
            ? value.bitLength() < bits
            : value.signum() >= 0 && value.bitLength() <= bits;
    if (fits) {
      putBits(target, type.bytes(), value.longValue());
    }
    return fits;
  }

  /** Appends {@code value} if {@code type} holds it exactly; says whether it did. */
  static boolean putFloat(ByteBuffer target, ElementType type, double value) {
    if (type.isInteger()) {
      boolean whole = value == Math.rint(value) && !Double.isInfinite(value);
      return whole && putInteger(target, type, new java.math.BigDecimal(value).toBigIntegerExact());
    }
    if (Double.compare(nearest(type, value), value) != 0) {
      return false;
    }
    putNearest(target, type, value);
    return true;
  }

  /** The value of floating {@code type} nearest to {@code value}. */
  static double nearest(ElementType type, double value) {
    return switch (type) {
      case FLOAT64 -> value;
      case FLOAT32 -> (float) value;
      case FLOAT16 -> Half.fromFloat16(Half.toFloat16(value));
      case BFLOAT16 -> Half.fromBfloat16(Half.toBfloat16(value));
      default -> throw new IllegalArgumentException(type.id());
    };
  }

  /** Appends the value of floating {@code type} nearest to {@code value}. */
  static void putNearest(ByteBuffer target, ElementType type, double value) {
    switch (type) {
      case FLOAT64 -> target.putDouble(value);
      case FLOAT32 -> target.putFloat((float) value);
      case FLOAT16 -> target.putShort(Half.toFloat16(value));
      case BFLOAT16 -> target.putShort(Half.toBfloat16(value));
      default -> throw new IllegalArgumentException(type.id());
    }
  }

  private static void putBits(ByteBuffer target, int bytes, long bits) {
    switch (bytes) {
      case 1 -> target.put((byte) bits);
      case 2 -> target.putShort((short) bits);
      case 4 -> target.putInt((int) bits);
      default -> target.putLong(bits);
    }
  }
}
