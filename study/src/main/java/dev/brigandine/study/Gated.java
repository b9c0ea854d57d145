package dev.brigandine.study;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * An {@link Encoder} with a square matrix before each locked layer. What was tuned behind a linear
 * lock is the locked weights times some such matrix, so a thief who trains these alone looks for
 * the key and not for the weights.
 *
 * @param net the encoder
 * @param locked its locked layers
 */
record Gated(Encoder net, Locked locked) implements Network {
  private static final String GATE = ".gate";

  /** Everything but the matrices. */
  static final Predicate<String> ALL_BUT_GATES = name -> !name.endsWith(GATE + ".weight");

  @Override
  public <V> V logits(Layers<V> on, V images) {
    return net.logits(on, images, (layer, x, width) -> gate(on, layer, x, width));
  }

  /** The encoder's weights, with matrices that change nothing yet. */
  Map<String, float[]> start(Map<String, float[]> weights) {
    Map<String, float[]> start = new HashMap<>(weights);
    for (String name : weights.keySet()) {
      String layer = name.substring(0, name.lastIndexOf('.'));
      if (name.endsWith(".weight") && locked.is(layer)) {
        int width = Matrices.weight(weights, layer).getNumCols();
        float[] identity = new float[width * width];
        for (int i = 0; i < width; i++) {
          identity[i * width + i] = 1;
        }
        start.put(layer + GATE + ".weight", identity);
        start.put(layer + GATE + ".bias", new float[width]);
      }
    }
    return start;
  }

  private <V> V gate(Layers<V> on, String layer, V x, int width) {
    return locked.is(layer) ? on.linear(layer + GATE, x, width, width) : x;
  }
}
