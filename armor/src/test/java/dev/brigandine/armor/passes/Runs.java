package dev.brigandine.armor.passes;

import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import java.io.IOException;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Runs of sixteen floats in a row, as a thief would search for them: by a rolling hash. */
final class Runs {
  private static final int LENGTH = 16;
  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final int FLOAT = 1;

  private final long[] hashes;

  private Runs(long[] hashes) {
    this.hashes = hashes;
  }

  private interface Found {
    void at(long hash);
  }

  /** All runs in the float constants of a model; those of one value alone do not count. */
  static Runs of(ModelGraph model) throws IOException {
    long[] all = new long[1 << 16];
    int[] count = {0};
    long[][] hashes = {all};
    for (Constant constant : floats(model).values()) {
      each(
          constant,
          hash -> {
            if (count[0] == hashes[0].length) {
              hashes[0] = Arrays.copyOf(hashes[0], count[0] + count[0] / 2);
            }
            hashes[0][count[0]++] = hash;
          });
    }
    long[] sorted = Arrays.copyOf(hashes[0], count[0]);
    Arrays.sort(sorted);
    return new Runs(sorted);
  }

  /** How many runs of each of another model's constants are among these; only those that have. */
  Map<String, Long> in(ModelGraph model) throws IOException {
    Map<String, Long> found = new TreeMap<>();
    for (Map.Entry<String, Constant> entry : floats(model).entrySet()) {
      each(
          entry.getValue(),
          hash -> {
            if (Arrays.binarySearch(hashes, hash) >= 0) {
              found.merge(entry.getKey(), 1L, Long::sum);
            }
          });
    }
    return found;
  }

  private static Map<String, Constant> floats(ModelGraph model) {
    Map<String, Constant> floats = new LinkedHashMap<>();
    model.graph().forEachGraph(graph -> floats.putAll(graph.constants()));
    floats.values().removeIf(constant -> constant.elementType() != FLOAT);
    return floats;
  }

  private static void each(Constant constant, Found found) throws IOException {
    IntBuffer values = constant.load().asIntBuffer();
    long last = 1;
    for (int i = 0; i < LENGTH; i++) {
      last *= BASE;
    }
    long hash = 0;
    int same = 0;
    for (int i = 0; i < values.limit(); i++) {
      int value = values.get(i);
      same = i > 0 && value == values.get(i - 1) ? same + 1 : 1;
      hash = hash * BASE + value;
      if (i >= LENGTH) {
        hash -= last * values.get(i - LENGTH);
      }
      if (i >= LENGTH - 1 && same < LENGTH) {
        found.at(hash);
      }
    }
  }
}
