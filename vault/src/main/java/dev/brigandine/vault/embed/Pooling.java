package dev.brigandine.vault.embed;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Locale;

/** How a text's vector comes out of its tokens' vectors. */
enum Pooling {
  /** The mean over tokens that are no padding, as sentence-transformers do. */
  MEAN,
  /** The first token's. */
  CLS,
  /** The model gives one vector a text itself. */
  NONE;

  static Pooling of(String word) {
    for (Pooling pooling : values()) {
      if (pooling.name().toLowerCase(Locale.ROOT).equals(word)) {
        return pooling;
      }
    }
    throw new BrigandineException(
        ErrorCode.USAGE, "'" + word + "' is no pooling", "use mean, cls or none");
  }

  /** Axes of the output that it reads. */
  int rank() {
    return this == NONE ? 2 : 3;
  }

  /**
   * One row's vector.
   *
   * @param data floats, little-endian, from position 0: rows of {@code width} tokens of {@code
   *     size}
   * @param tokens of this row that are no padding
   */
  float[] pool(ByteBuffer data, int row, int width, int tokens, int size) {
    float[] vector = new float[size];
    int at = row * (this == NONE ? 1 : width) * size * Float.BYTES;
    int taken = this == MEAN ? tokens : 1;
    for (int token = 0; token < taken; token++) {
      for (int i = 0; i < size; i++) {
        vector[i] += data.getFloat(at);
        at += Float.BYTES;
      }
    }
    for (int i = 0; taken > 1 && i < size; i++) {
      vector[i] /= taken;
    }
    return vector;
  }
}
