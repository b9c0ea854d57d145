package dev.brigandine.study;

import dev.brigandine.study.Layers.Conv;

/** The networks of the tests' models. */
enum Networks implements Network {
  /** Residual stages of 16, 32 and 64 channels. */
  RESNET {
    @Override
    public <V> V logits(Layers<V> on, V images) {
      V x = on.conv("stem.conv", images, Conv.of(1, 16, 3));
      x = on.relu(on.batchNorm("stem.norm", x, 16));
      x = on.maxPool(x, 2);
      x = residual(on, "stage1", x, 16, 16, 1);
      x = residual(on, "stage2", x, 16, 32, 2);
      x = residual(on, "stage3", x, 32, 64, 2);
      return on.linear("head", on.flatten(on.globalAveragePool(x)), 64, 10);
    }

    private <V> V residual(Layers<V> on, String name, V x, int in, int out, int stride) {
      V y = on.conv(name + ".conv1", x, Conv.of(in, out, 3).stride(stride));
      y = on.relu(on.batchNorm(name + ".norm1", y, out));
      y = on.conv(name + ".conv2", y, Conv.of(out, out, 3));
      y = on.batchNorm(name + ".norm2", y, out);
      V around = x;
      if (in != out) {
        around = on.conv(name + ".skip.conv", x, Conv.of(in, out, 1).stride(stride));
        around = on.batchNorm(name + ".skip.norm", around, out);
      }
      return on.relu(on.add(y, around));
    }
  },

  /** Inverted bottlenecks with depthwise convolutions, and squeeze-and-excite in two of them. */
  MOBILENET {
    @Override
    public <V> V logits(Layers<V> on, V images) {
      V x = on.conv("stem.conv", images, Conv.of(1, 16, 3));
      x = on.hardSwish(on.batchNorm("stem.norm", x, 16));
      x = on.maxPool(x, 2);
      x = bottleneck(on, "block1", x, new Bottleneck(16, 48, 16, 3, 1, true));
      x = bottleneck(on, "block2", x, new Bottleneck(16, 64, 24, 5, 2, true));
      x = bottleneck(on, "block3", x, new Bottleneck(24, 96, 24, 5, 1, false));
      x = on.conv("last.conv", x, Conv.of(24, 96, 1));
      x = on.hardSwish(on.batchNorm("last.norm", x, 96));
      return on.linear("head", on.flatten(on.globalAveragePool(x)), 96, 10);
    }

    private <V> V bottleneck(Layers<V> on, String name, V x, Bottleneck shape) {
      int wide = shape.wide;
      V y = on.conv(name + ".expand.conv", x, Conv.of(shape.in, wide, 1));
      y = act(on, on.batchNorm(name + ".expand.norm", y, wide), shape);
      Conv depthwise = Conv.depthwise(wide, shape.kernel).stride(shape.stride);
      y = on.conv(name + ".depthwise.conv", y, depthwise);
      y = act(on, on.batchNorm(name + ".depthwise.norm", y, wide), shape);
      if (shape.squeeze) {
        V s = on.globalAveragePool(y);
        s = on.relu(on.conv(name + ".squeeze.conv1", s, Conv.of(wide, 12, 1).withBias()));
        s = on.conv(name + ".squeeze.conv2", s, Conv.of(12, wide, 1).withBias());
        y = on.mul(y, on.hardSigmoid(s));
      }
      y = on.conv(name + ".project.conv", y, Conv.of(wide, shape.out, 1));
      y = on.batchNorm(name + ".project.norm", y, shape.out);
      return shape.in == shape.out && shape.stride == 1 ? on.add(x, y) : y;
    }

    /** As in MobileNetV3: ReLU6 where there is no squeeze, so that both are among the models. */
    private <V> V act(Layers<V> on, V x, Bottleneck shape) {
      return shape.squeeze ? on.hardSwish(x) : on.relu6(x);
    }
  },

  /** Two recurrent layers over the 28 rows, the first in both directions. */
  LSTM {
    @Override
    public <V> V logits(Layers<V> on, V images) {
      V x = on.lstmBoth("lstm1", on.rows(images), 28, 32);
      return on.linear("head", on.lstmLast("lstm2", x, 64, 64), 64, 10);
    }
  };

  private record Bottleneck(int in, int wide, int out, int kernel, int stride, boolean squeeze) {}
}
