package dev.brigandine.study;

import dev.brigandine.study.Layers.Conv;

/** The networks that read digits, whose answers are stolen. */
enum DigitNetworks implements Network {
  /** Two convolutions and two fully connected layers, as in LeNet-5 (LeCun et al. 1998). */
  PLAIN {
    @Override
    public <V> V logits(Layers<V> on, V images) {
      V x = on.relu(on.conv("conv1", images, Conv.of(1, 16, 3).withBias()));
      x = on.relu(on.conv("conv2", on.maxPool(x, 2), Conv.of(16, 32, 3).withBias()));
      x = on.relu(on.linear("middle", on.flatten(on.maxPool(x, 2)), 32 * 49, 128));
      return on.linear("head", x, 128, 10);
    }
  },

  /** Four convolutions, each behind a batch normalization. */
  NORMALIZED {
    @Override
    public <V> V logits(Layers<V> on, V images) {
      V x = convolved(on, "2", convolved(on, "1", images, 1, 16), 16, 16);
      x = on.maxPool(x, 2);
      x = convolved(on, "4", convolved(on, "3", x, 16, 32), 32, 32);
      return on.linear("head", on.flatten(on.maxPool(x, 2)), 32 * 49, 10);
    }

    private <V> V convolved(Layers<V> on, String number, V x, int in, int out) {
      V y = on.relu(on.conv("conv" + number, x, Conv.of(in, out, 3).withBias()));
      return on.batchNorm("norm" + number, y, out);
    }
  }
}
