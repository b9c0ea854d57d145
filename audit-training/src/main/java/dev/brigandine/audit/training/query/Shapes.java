package dev.brigandine.audit.training.query;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;

/**
 * The surrogate's network. A thief does not know the victim's: images get a plain convolutional
 * network with neither shortcuts nor normalization, all else two fully connected layers.
 */
final class Shapes {
  private static final int MIDDLE = 128;
  private static final int WIDE = 256;

  /** Maps are not made smaller than this. */
  private static final int SMALL = 8;

  private Shapes() {}

  static SequentialBlock network(int[] seen, int width) {
    return seen.length == 3 ? images(seen, width) : vectors(width);
  }

  private static SequentialBlock images(int[] seen, int width) {
    SequentialBlock block = new SequentialBlock();
    int side = Math.min(seen[1], seen[2]);
    for (int channels = 16; channels == 16 || side >= 2 * SMALL && channels <= 512; ) {
      block.add(
          Conv2d.builder()
              .setKernelShape(new Shape(3, 3))
              .optPadding(new Shape(1, 1))
              .setFilters(Math.min(channels, 64))
              .build());
      block.add(Activation::relu);
      if (side >= 2) {
        block.add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
      }
      side /= 2;
      channels *= 2;
    }
    block.add(
        Conv2d.builder()
            .setKernelShape(new Shape(3, 3))
            .optPadding(new Shape(1, 1))
            .setFilters(32)
            .build());
    block.add(Activation::relu);
    if (side >= 2) {
      block.add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)));
    }
    return head(block, MIDDLE, width);
  }

  private static SequentialBlock vectors(int width) {
    SequentialBlock block = new SequentialBlock();
    block.add(Blocks.batchFlattenBlock());
    block.add(Linear.builder().setUnits(WIDE).build());
    block.add(Activation::relu);
    return head(block, WIDE, width);
  }

  private static SequentialBlock head(SequentialBlock block, int middle, int width) {
    block.add(Blocks.batchFlattenBlock());
    block.add(Linear.builder().setUnits(middle).build());
    block.add(Activation::relu);
    block.add(Linear.builder().setUnits(width).build());
    return block;
  }
}
