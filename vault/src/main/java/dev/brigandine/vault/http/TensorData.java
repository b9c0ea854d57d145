package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import tools.jackson.core.JsonToken;

/**
 * A tensor's elements out of a JSON array, row by row or nested as the shape is, straight into the
 * buffer that ONNX Runtime reads. Floats that JSON has no number for are strings: {@code "NaN"},
 * {@code "Infinity"}, {@code "-Infinity"}.
 */
final class TensorData {
  private final JsonText json;
  private final String name;
  private final ElementType type;
  private final long[] shape;
  private final ByteBuffer out;
  private int left;

  private TensorData(
      JsonText json, String name, ElementType type, long[] shape, int elements, ByteBuffer out) {
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
   * @throws BrigandineException if there are more or fewer than the shape says, or of another kind
   */
  static Tensor read(
      JsonText json, String name, ElementType type, long[] shape, Memory.Arena arena) {
    if (type == ElementType.FP16 || type == ElementType.BF16) {
      throw Bad.input(
          "input " + Bad.shown(name) + " is " + type.protocolName() + ", which JSON cannot carry",
          "send it as binary data: binary_data_size, Inference-Header-Content-Length");
    }
    long elements = Tensor.elements(name, shape);
    // Each takes a character and a comma at least: nothing is allocated for what cannot be there.
    if (elements > json.rest() / 2L + 1) {
      throw Bad.input(
          "input "
              + Bad.shown(name)
              + " has the shape "
              + Arrays.toString(shape)
              + ", more elements than its data can have");
    }
    int count = (int) elements;
    if (type == ElementType.BYTES) {
      return texts(json, name, shape, count, arena);
    }
    ByteBuffer out = arena.allocate(elements * type.size());
    return new TensorData(json, name, type, shape, count, out).tensor();
  }

  /** How much memory they take shows only when they were gone through once. */
  private static Tensor texts(
      JsonText json, String name, long[] shape, int count, Memory.Arena arena) {
    int from = json.position();
    json.skip();
    int bytes = json.position() - from + 1;
    arena.reserve(JsonText.heap(bytes));
    ByteBuffer out = arena.allocate(4L * count + bytes);
    return json.again(
        from, again -> new TensorData(again, name, ElementType.BYTES, shape, count, out).tensor());
  }

  private Tensor tensor() {
    json.beginArray();
    boolean more = json.element();
    if (more && json.token() == JsonToken.START_ARRAY) {
      rows(0, more);
    } else {
      elements(left, more);
    }
    if (left > 0) {
      throw wrong();
    }
    out.flip();
    return new Tensor(name, type, shape, out);
  }

  /**
   * What is in an array at that depth of the shape.
   *
   * @param any whether it has an element, before which {@code json} stands
   */
  private void rows(int axis, boolean any) {
    long length = axis < shape.length ? shape[axis] : -1;
    if (axis == shape.length - 1) {
      elements((int) length, any);
      return;
    }
    long rows = 0;
    for (boolean more = any; more; more = json.element()) {
      if (rows == length || length < 0 || json.token() != JsonToken.START_ARRAY) {
        throw wrong();
      }
      rows(axis + 1, json.element());
      rows++;
    }
    if (rows != length) {
      throw wrong();
    }
  }

  private void elements(int count, boolean any) {
    if (count > left) {
      throw wrong();
    }
    left -= count;
    boolean more = any;
    for (int i = 0; i < count; i++) {
      if (!more) {
        throw wrong();
      }
      element();
      more = json.element();
    }
    if (more) {
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
      case FP32 -> out.putFloat(json.float32());
      case FP64 -> out.putDouble(json.float64());
      case BOOL -> out.put((byte) (json.bool() ? 1 : 0));
      case BYTES -> text();
      default -> throw new IllegalStateException("no elements of " + type);
    }
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
