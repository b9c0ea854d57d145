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
    return logits(on, images, (layer, x, in) -> x);
  }

  /** The same with something before each linear layer. */
  <V> V logits(Layers<V> on, V images, Before<V> before) {
    V x = linear(on, before, "embed", on.flatten(images), GreyImages.PIXELS, width);
    for (int i = 0; i < blocks; i++) {
      String block = "block" + i;
      V y = on.layerNorm(block + ".norm", x, width);
      y = on.relu(linear(on, before, block + ".up", y, width, hidden));
      x = on.add(x, linear(on, before, block + ".down", y, hidden, width));
    }
    return linear(on, before, "head", on.layerNorm("norm", x, width), width, 10);
  }

  private static <V> V linear(Layers<V> on, Before<V> before, String layer, V x, int in, int out) {
    return on.linear(layer, before.apply(layer, x, in), in, out);
  }

  /** What is done to the input of a layer, of {@code in} channels. */
  interface Before<V> {
    V apply(String layer, V x, int in);
  }
}
