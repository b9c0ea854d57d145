package dev.brigandine.cli.tensors;

import static dev.brigandine.cli.tensors.BadTensors.bad;
import static dev.brigandine.cli.tensors.BadTensors.shown;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the elements of one tensor from nested JSON arrays, and the shape they form. */
final class JsonElements {
  /** The longest number taken; a double needs 24 characters. */
  private static final int MAX_LITERAL = 400;

  /** No integer type has more digits than uint64. */
  private static final int MAX_DIGITS = 20;

  private final String name;
  private final ElementType type;
  private final long budget;
  private final long[] sizes = new long[Shapes.MAX_RANK];
  private final List<String> strings = new ArrayList<>();
  private ByteBuffer data = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
  private int rank;
  private int count;
  private long stringCost;

  /**
   * @param budget bytes that all elements may have
   */
  JsonElements(String name, ElementType type, long budget) {
    this.name = name;
    this.type = type;
    this.budget = budget;
    Arrays.fill(sizes, -1);
  }

  void read(JsonReader reader) throws IOException {
    value(reader, 0);
  }

  /** Bytes counted against the budget. */
  long cost() {
    return stringCost + data.position();
  }

  /**
   * The tensor read.
   *
   * @param stated the shape it must have, or null for that of its nesting; flat elements take any
   *     shape with as many
   */
  Tensor tensor(long[] stated) {
    long[] nested = Arrays.copyOf(sizes, rank);
    long[] shape = stated == null ? nested : stated;
    if (stated != null && !Arrays.equals(stated, nested) && !fits(stated)) {
      throw bad(
          "tensor "
              + shown(name)
              + " says shape "
              + Arrays.toString(stated)
              + ", its data has shape "
              + Arrays.toString(nested));
    }
    if (type == ElementType.STRING) {
      return Tensor.ofStrings(name, shape, strings);
    }
    data.flip();
    ByteBuffer direct = ByteBuffer.allocateDirect(data.limit());
    direct.put(data).flip();
    return Tensor.of(name, type, shape, direct);
  }

  private boolean fits(long[] stated) {
    try {
      return rank == 1 && Shapes.elements(stated) == count;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void value(JsonReader reader, int depth) throws IOException {
    if (reader.peek() != JsonToken.BEGIN_ARRAY) {
      if (depth != rank) {
        throw ragged();
      }
      element(reader);
      count++;
      if (cost() > budget) {
        throw bad("tensor " + shown(name) + " has more than " + budget + " bytes", "split it");
      }
      return;
    }
    if (depth == Shapes.MAX_RANK) {
      throw bad("tensor " + shown(name) + " has more than " + Shapes.MAX_RANK + " axes");
    }
    if (depth == rank) {
      if (count > 0) {
        throw ragged();
      }
      rank++;
    }
    reader.beginArray();
    long size = 0;
    while (reader.hasNext()) {
      value(reader, depth + 1);
      size++;
    }
    reader.endArray();
    if (sizes[depth] >= 0 && sizes[depth] != size) {
      throw ragged();
    }
    sizes[depth] = size;
  }

  private RuntimeException ragged() {
    return bad("tensor " + shown(name) + " is ragged", "all rows of an axis have the same length");
  }

  private void element(JsonReader reader) throws IOException {
    JsonToken token = reader.peek();
    switch (token) {
      case NUMBER -> number(reader.nextString());
      case STRING -> string(reader.nextString());
      case BOOLEAN -> {
        boolean value = reader.nextBoolean();
        if (type != ElementType.BOOL) {
          throw unfit(Boolean.toString(value));
        }
        room(1).put((byte) (value ? 1 : 0));
      }
      case NULL -> throw unfit("null");
      default -> throw unfit("an object");
    }
  }

  private void string(String value) {
    if (type == ElementType.STRING) {
      stringCost += 8 + value.length() * 2L;
      strings.add(value);
      return;
    }
    boolean special = List.of("NaN", "Infinity", "-Infinity").contains(value);
    if (type.kind() != ElementType.Kind.FLOAT || !special) {
      throw unfit('"' + value + '"');
    }
    Conversion.putNearest(room(type.bytes()), type, Double.parseDouble(value));
  }

  private void number(String literal) {
    if (literal.length() > MAX_LITERAL) {
      throw unfit(literal);
    }
    ByteBuffer target = type == ElementType.STRING ? data : room(type.bytes());
    boolean put =
        switch (type.kind()) {
          case FLOAT -> decimal(target, literal);
          case SIGNED, UNSIGNED -> whole(target, literal);
          case BOOL -> {
            boolean bit = literal.equals("0") || literal.equals("1");
            if (bit) {
              target.put((byte) (literal.charAt(0) - '0'));
            }
            yield bit;
          }
          case STRING -> false;
        };
    if (!put) {
      throw unfit(literal);
    }
  }

  private boolean decimal(ByteBuffer target, String literal) {
    // By way of a double a float could be rounded twice.
    double value =
        type == ElementType.FLOAT32 ? Float.parseFloat(literal) : Double.parseDouble(literal);
    if (Double.isInfinite(Conversion.nearest(type, value))) {
      return false;
    }
    Conversion.putNearest(target, type, value);
    return true;
  }

  private boolean whole(ByteBuffer target, String literal) {
    try {
      BigDecimal value = new BigDecimal(literal);
      // Before an exponent like 1e999999999 turns into that many digits.
      boolean small =
          (long) value.precision() - value.scale() <= MAX_DIGITS && value.scale() <= MAX_LITERAL;
      BigInteger integer =
          value.signum() == 0 ? BigInteger.ZERO : small ? value.toBigIntegerExact() : null;
      return integer != null && Conversion.putInteger(target, type, integer);
    } catch (ArithmeticException | NumberFormatException e) {
      return false;
    }
  }

  private RuntimeException unfit(String given) {
    return bad(
        "input "
            + shown(name)
            + " wants "
            + type.id()
            + ", and element "
            + count
            + " in the file is "
            + shown(given));
  }

  private ByteBuffer room(int bytes) {
    if (data.remaining() < bytes) {
      long capacity = Math.min(Integer.MAX_VALUE - 8L, data.capacity() * 2L);
      if (capacity - data.position() < bytes) {
        throw bad("tensor " + shown(name) + " has more than 2147483639 bytes", "split it");
      }
      ByteBuffer larger = ByteBuffer.allocate((int) capacity).order(ByteOrder.LITTLE_ENDIAN);
      larger.put(data.flip());
      data = larger;
    }
    return data;
  }
}
