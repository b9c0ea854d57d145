package dev.brigandine.audit.recover;

/**
 * An axis of a block.
 *
 * @param axis of the block's, from the first
 */
record Place(Block block, int axis) {
  Dim dim() {
    return block.dims()[axis];
  }
}
