package dev.brigandine.study;

/** A network from images, [batch, 1, 28, 28] in 0..1, to logits of ten classes. */
interface Network {
  <V> V logits(Layers<V> on, V images);
}
