package dev.brigandine.study;

/**
 * What networks are made of. A network is written once against this and is then trained ({@link
 * TorchLayers}) or written to a file ({@link OnnxLayers}), so that the two cannot differ.
 *
 * <p>Images are [batch, channels, height, width]; sequences have an order of axes of each maker's
 * own.
 *
 * @param <V> a value of the network
 */
interface Layers<V> {
  /** Convolution with padding that keeps the size at stride 1; the kernel is square and odd. */
  V conv(String name, V x, Conv shape);

  /** Batch normalization over axis 1. */
  V batchNorm(String name, V x, int channels);

  V relu(V x);

  V relu6(V x);

  V hardSwish(V x);

  V hardSigmoid(V x);

  V add(V a, V b);

  V mul(V a, V b);

  /** Maximum over squares of {@code size}, which do not overlap. */
  V maxPool(V x, int size);

  /** The mean of each channel, [batch, channels, 1, 1]. */
  V globalAveragePool(V x);

  /** [batch, all else]. */
  V flatten(V x);

  /** Fully connected, on [batch, in]. */
  V linear(String name, V x, int in, int out);

  /** Layer normalization over the last axis. */
  V layerNorm(String name, V x, int width);

  /** The rows of images of one channel, as a sequence. */
  V rows(V images);

  /** A bidirectional LSTM's states at all steps: a sequence of width {@code 2 * hidden}. */
  V lstmBoth(String name, V sequence, int in, int hidden);

  /** An LSTM's state after the last step, [batch, hidden]. */
  V lstmLast(String name, V sequence, int in, int hidden);

  /**
   * A convolution's shape.
   *
   * @param in channels
   * @param out channels
   * @param kernel side
   * @param stride in both directions
   * @param groups of channels
   * @param bias whether it has one
   */
  record Conv(int in, int out, int kernel, int stride, int groups, boolean bias) {
    static Conv of(int in, int out, int kernel) {
      return new Conv(in, out, kernel, 1, 1, false);
    }

    static Conv depthwise(int channels, int kernel) {
      return new Conv(channels, channels, kernel, 1, channels, false);
    }

    Conv stride(int other) {
      return new Conv(in, out, kernel, other, groups, bias);
    }

    Conv withBias() {
      return new Conv(in, out, kernel, stride, groups, true);
    }
  }
}
