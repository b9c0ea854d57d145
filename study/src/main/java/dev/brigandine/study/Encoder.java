package dev.brigandine.study;

/**
 * A classifier built as a transformer's feed-forward half is: residual blocks in which a layer
 * normalization feeds a wide linear layer, and that a narrow one.
 *
 * @param blocks how many
 * @param width of the residual stream
 * @param hidden width within a block
 */
record Encoder(int blocks, int width, int hidden) implements Network {
  @Override
  public <V> V logits(Layers<V> on, V images) {
    V x = on.linear("embed", on.flatten(images), FashionMnist.PIXELS, width);
    for (int i = 0; i < blocks; i++) {
      V y = on.layerNorm("block" + i + ".norm", x, width);
      y = on.relu(on.linear("block" + i + ".up", y, width, hidden));
      x = on.add(x, on.linear("block" + i + ".down", y, hidden, width));
    }
    return on.linear("head", on.layerNorm("norm", x, width), width, 10);
  }
}
