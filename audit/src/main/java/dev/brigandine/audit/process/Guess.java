package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Captured;
import dev.brigandine.onnx.graph.Constant;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a thief without key tensors would put in their place: what changes nothing. An order as it
 * is, factors of one, unit matrices.
 */
final class Guess {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private Guess() {}

  /** For each key tensor of what was captured. */
  static Map<String, Constant> of(Captured captured) {
    Map<String, Constant> guesses = new LinkedHashMap<>();
    captured.keys().forEach((name, key) -> guesses.put(name, neutral(key)));
    return guesses;
  }

  private static Constant neutral(Constant key) {
    int count = (int) key.count();
    int size = key.elementType() == INT64 ? Long.BYTES : Float.BYTES;
    int axes = key.shape().size();
    long width = axes == 0 ? 1 : key.shape().get(axes - 1);
    boolean square = axes >= 2 && key.shape().get(axes - 2) == width;
    ByteBuffer raw = ByteBuffer.allocate(count * size).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      if (key.elementType() == INT64) {
        raw.putLong(i % width);
      } else if (key.elementType() == FLOAT) {
        raw.putFloat(!square || i % (width * width) % (width + 1) == 0 ? 1 : 0);
      }
    }
    int bytes = (int) key.elements().byteLength();
    return Constant.of(key.elementType(), key.shape(), Arrays.copyOf(raw.array(), bytes));
  }
}
