package dev.brigandine.study;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.ejml.simple.SimpleMatrix;

/**
 * A victim rewritten: its residual stream permuted, the hidden channels of each block permuted and
 * rescaled, which the weights absorb, and a lock before each linear layer that is to have one.
 */
final class Armored {
  private final Encoder net;
  private final Locked locked;
  private final LockKind kind;
  private final Map<String, float[]> weights;
  private final int[] streamOrder;
  private final int[][] hiddenOrders;
  private final SimpleMatrix[] hiddenScales;

  Armored(Encoder net, Map<String, float[]> victim, LockKind kind, Locked locked, Random random) {
    this.net = net;
    this.kind = kind;
    this.locked = locked;
    weights = new HashMap<>(victim);
    hiddenOrders = new int[net.blocks()][];
    hiddenScales = new SimpleMatrix[net.blocks()];
    int[] order = Draw.order(net.width(), random);
    streamOrder = order;
    rows("embed.weight", "embed", order);
    rows("embed.bias", null, order);
    if (locked.embed()) {
      lock("embed", null, random);
    }
    for (int i = 0; i < net.blocks(); i++) {
      String block = "block" + i;
      rows(block + ".norm.scale", null, order);
      rows(block + ".norm.bias", null, order);
      rows(block + ".down.weight", block + ".down", order);
      rows(block + ".down.bias", null, order);
      hidden(i, block, random);
      lock(block + ".up", order, random);
      if (locked.down()) {
        lock(block + ".down", null, random);
      }
    }
    rows("norm.scale", null, order);
    rows("norm.bias", null, order);
    lock("head", order, random);
  }

  /** What the captured graph holds. */
  Map<String, float[]> weights() {
    return weights;
  }

  LockKind kind() {
    return kind;
  }

  Encoder net() {
    return net;
  }

  Locked locked() {
    return locked;
  }

  /** The secret order of the residual stream's channels; for a thief who is told. */
  int[] streamOrder() {
    return streamOrder;
  }

  /** The secret order of a block's hidden channels; for a thief who is told. */
  int[] hiddenOrder(int block) {
    return hiddenOrders[block];
  }

  /** The secret scales of a block's hidden channels, in the victim's order. */
  SimpleMatrix hiddenScale(int block) {
    return hiddenScales[block];
  }

  private void hidden(int index, String block, Random random) {
    int[] order = Draw.order(net.hidden(), random);
    SimpleMatrix scale = Draw.scales(net.hidden(), false, random);
    SimpleMatrix up = scale.mult(Matrices.weight(weights, block + ".up"));
    SimpleMatrix bias = scale.mult(Matrices.vector(weights, block + ".up.bias"));
    SimpleMatrix down = Matrices.weight(weights, block + ".down").mult(scale.invert());
    Matrices.put(weights, block + ".up.weight", Matrices.rows(up, order));
    Matrices.put(weights, block + ".up.bias", Matrices.rows(bias, order));
    Matrices.put(weights, block + ".down.weight", down.mult(Draw.permutation(order)));
    hiddenOrders[index] = order;
    hiddenScales[index] = scale;
  }

  private void lock(String layer, int[] order, Random random) {
    SimpleMatrix weight = Matrices.weight(weights, layer);
    SimpleMatrix read = order == null ? weight : weight.mult(Draw.permutation(order));
    Matrices.put(weights, layer + ".weight", kind.apply(read, random));
  }

  private void rows(String name, String layer, int[] order) {
    SimpleMatrix matrix =
        layer == null ? Matrices.vector(weights, name) : Matrices.weight(weights, layer);
    Matrices.put(weights, name, Matrices.rows(matrix, order));
  }
}
