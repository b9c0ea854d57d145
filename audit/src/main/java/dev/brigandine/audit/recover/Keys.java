package dev.brigandine.audit.recover;

import dev.brigandine.armor.symmetry.Blocks;
import dev.brigandine.armor.symmetry.Chain;
import dev.brigandine.armor.symmetry.ChannelMap;
import dev.brigandine.armor.symmetry.Matrices;
import dev.brigandine.onnx.graph.Constant;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** What the gates do to channels, where the thief has the key tensors, too. */
final class Keys {
  private Keys() {}

  /** What the gate of a lock that mixes does to what goes in. */
  static ChannelMap map(FoundGate gate, Map<String, Constant> keys) throws IOException {
    double[] first = doubles(keys.get(gate.keys().get(0)));
    int size = gate.inner();
    if (gate.kind() == FoundGate.Kind.GROUPS) {
      double[][] matrices = new double[gate.outer()][];
      for (int i = 0; i < matrices.length; i++) {
        matrices[i] = Arrays.copyOfRange(first, i * size * size, (i + 1) * size * size);
      }
      return new Blocks(gate.outer(), size, 1, matrices);
    }
    // The graph multiplies rows from the right.
    double[][] right = {Matrices.transposed(first, size)};
    ChannelMap map = new Blocks(gate.outer(), size, 1, right);
    if (gate.kind() == FoundGate.Kind.DENSE) {
      return map;
    }
    double[][] left = {doubles(keys.get(gate.keys().get(1)))};
    return Chain.of(map, new Blocks(1, gate.outer(), size, left));
  }

  /** The order that a permuting key undoes: the base's channel at each place. */
  static int[] order(Constant key) throws IOException {
    ByteBuffer data = key.load();
    int[] order = new int[(int) key.count()];
    for (int i = 0; i < order.length; i++) {
      order[(int) data.getLong()] = i;
    }
    return order;
  }

  private static double[] doubles(Constant key) throws IOException {
    float[] values = Numbers.of(key);
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
