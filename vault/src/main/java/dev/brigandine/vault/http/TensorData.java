package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A tensor's elements out of a JSON array, row by row or nested as the shape is, straight into the
 * buffer that ONNX Runtime reads. Floats that JSON has no number for are strings: {@code "NaN"},
 * {@code "Infinity"}, {@code "-Infinity"}.
 */
final class TensorData {
  private final JsonCursor json;
  private final String name;
  private final ElementType type;
  private final long[] shape;
  private final ByteBuffer out;
  private int left;

  private TensorData(
      JsonCursor json, String name, ElementType type, long[] shape, int elements, ByteBuffer out) {
    this.json = json;
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.left = elements;
    this.out = out;
  }

  /**
   * Reads the array at the cursor.
   *
   * @param rest bytes of JSON that are left, which bound the elements there can be
   * @throws BrigandineException if there are more or fewer than the shape says, or of another kind
   */
  static Tensor read(
      JsonCursor json, String name, ElementType type, long[] shape, int rest, Memory.Arena arena) {
    if (type == ElementType.FP16 || type == ElementType.BF16) {
      throw Bad.input(
          "input " + Bad.shown(name) + " is " + type.protocolName() + ", which JSON cannot carry",
          "send it as binary data: binary_data_size, Inference-Header-Content-Length");
    }
    long elements = Tensor.elements(name, shape);
    // Each takes a character and a comma at least: nothing is allocated for what cannot be there.
    if (elements > rest / 2L + 1) {
      throw Bad.input(
          "input "
              + Bad.shown(name)
              + " has the shape "
              + Arrays.toString(shape)
              + ", more elements than its data can have");
    }
    int count = (int) elements;
    ByteBuffer out =
        arena.allocate(
            type == ElementType.BYTES ? stringBytes(json, count) : elements * type.size());
    TensorData data = new TensorData(json, name, type, shape, count, out);
    data.array();
    out.flip();
    return new Tensor(name, type, shape, out);
  }

  private static long stringBytes(JsonCursor json, int count) {
    int from = json.position();
    json.skip();
    int to = json.position();
    json.moveTo(from);
    return 4L * count + (to - from);
  }

  private void array() {
    json.beginArray();
    if (json.peek() == '[') {
      rows(0);
    } else {
      elements(left);
    }
    if (left > 0) {
      throw wrong();
    }
  }

  /** What is in an array whose bracket is read, at that depth of the shape. */
  private void rows(int axis) {
    long length = axis < shape.length ? shape[axis] : -1;
    if (axis == shape.length - 1) {
      elements((int) length);
      return;
    }
    long rows = 0;
    for (; json.element(rows == 0); rows++) {
      if (rows == length || length < 0 || json.peek() != '[') {
        throw wrong();
      }
      json.beginArray();
      rows(axis + 1);
    }
    if (rows != length) {
      throw wrong();
    }
  }

  private void elements(int count) {
    if (count > left) {
      throw wrong();
    }
    left -= count;
    for (int i = 0; i < count; i++) {
      if (!json.element(i == 0)) {
        throw wrong();
      }
      element();
    }
    if (json.element(count == 0)) {
      throw wrong();
    }
  }

  private void element() {
    switch (type) {
      case INT64 -> out.putLong(json.integer());
      case INT32 -> out.putInt((int) json.integer(Integer.MIN_VALUE, Integer.MAX_VALUE));
      case INT16 -> out.putShort((short) json.integer(Short.MIN_VALUE, Short.MAX_VALUE));
      case INT8 -> out.put((byte) json.integer(Byte.MIN_VALUE, Byte.MAX_VALUE));
      case UINT8 -> out.put((byte) json.integer(0, 255));
      case FP32 -> out.putFloat(json.peek() == '"' ? (float) special() : finite());
      case FP64 -> out.putDouble(json.peek() == '"' ? special() : finiteDouble());
      case BOOL -> out.put((byte) (json.bool() ? 1 : 0));
      case BYTES -> text();
      default -> throw new IllegalStateException("no elements of " + type);
    }
  }

  private float finite() {
    float value = json.number().asFloat();
    if (Float.isInfinite(value)) {
      throw json.bad("has a number beyond 32-bit floats");
    }
    return value;
  }

  private double finiteDouble() {
    double value = json.number().asDouble();
    if (Double.isInfinite(value)) {
      throw json.bad("has a number beyond 64-bit floats");
    }
    return value;
  }

  private double special() {
    return switch (json.string()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw json.bad("has text where a number is wanted");
    };
  }

  private void text() {
    int length = out.position();
    out.position(length + 4);
    json.utf8(out);
    out.putInt(length, out.position() - length - 4);
  }

  private BrigandineException wrong() {
    return Bad.input(
        "the data of input "
            + Bad.shown(name)
            + " is not as its shape "
            + Arrays.toString(shape)
            + " says, neither row by row nor nested");
  }
}
