package dev.brigandine.study;

/**
 * Which layers have a lock on what they read, besides those that read a layer normalization, which
 * all have.
 *
 * @param down those that read hidden channels
 * @param embed the one that reads the images
 */
record Locked(boolean down, boolean embed) {
  boolean is(String layer) {
    return layer.endsWith(".up")
        || layer.equals("head")
        || down && layer.endsWith(".down")
        || embed && layer.equals("embed");
  }
}
