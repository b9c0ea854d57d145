package dev.brigandine.study;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;

/** Computes a network by PyTorch. Sequences are [batch, step, width]. */
final class TorchLayers implements Layers<NDArray> {
  /** What is kept of the running mean at each step. */
  private static final float MOMENTUM = 0.9f;

  static final float EPSILON = 1e-5f;

  private final Weights weights;
  private final boolean training;

  TorchLayers(Weights weights, boolean training) {
    this.weights = weights;
    this.training = training;
  }

  @Override
  public NDArray conv(String name, NDArray x, Conv c) {
    int fanIn = c.in() / c.groups() * c.kernel() * c.kernel();
    NDArray weight =
        weights.normal(
            name + ".weight",
            Math.sqrt(2.0 / fanIn),
            c.out(),
            c.in() / c.groups(),
            c.kernel(),
            c.kernel());
    NDArray bias = c.bias() ? weights.filled(name + ".bias", 0, c.out()) : null;
    int pad = c.kernel() / 2;
    return Conv2d.conv2d(
            x,
            weight,
            bias,
            new Shape(c.stride(), c.stride()),
            new Shape(pad, pad),
            new Shape(1, 1),
            c.groups())
        .singletonOrThrow();
  }

  @Override
  public NDArray batchNorm(String name, NDArray x, int channels) {
    return BatchNorm.batchNorm(
            x,
            weights.measured(name + ".mean", 0, channels),
            weights.measured(name + ".variance", 1, channels),
            weights.filled(name + ".scale", 1, channels),
            weights.filled(name + ".bias", 0, channels),
            1,
            MOMENTUM,
            EPSILON,
            training)
        .singletonOrThrow();
  }

  @Override
  public NDArray relu(NDArray x) {
    return x.getNDArrayInternal().relu();
  }

  @Override
  public NDArray relu6(NDArray x) {
    return x.clip(0, 6);
  }

  @Override
  public NDArray hardSwish(NDArray x) {
    return x.mul(hardSigmoid(x));
  }

  @Override
  public NDArray hardSigmoid(NDArray x) {
    // x.div(6) would let Java collect the 6 before the backward pass has used it.
    NDArray sixth = x.getManager().full(new Shape(1), 1 / 6f);
    return x.mul(sixth).add(0.5f).clip(0, 1);
  }

  @Override
  public NDArray add(NDArray a, NDArray b) {
    return a.add(b);
  }

  @Override
  public NDArray mul(NDArray a, NDArray b) {
    return a.mul(b);
  }

  @Override
  public NDArray maxPool(NDArray x, int size) {
    Shape square = new Shape(size, size);
    return x.getNDArrayInternal().maxPool(square, square, new Shape(0, 0), false);
  }

  @Override
  public NDArray globalAveragePool(NDArray x) {
    return x.mean(new int[] {3}, true).mean(new int[] {2}, true);
  }

  @Override
  public NDArray flatten(NDArray x) {
    return x.reshape(x.getShape().get(0), -1);
  }

  @Override
  public NDArray linear(String name, NDArray x, int in, int out) {
    return Linear.linear(
            x,
            weights.normal(name + ".weight", Math.sqrt(1.0 / in), out, in),
            weights.filled(name + ".bias", 0, out))
        .singletonOrThrow();
  }

  @Override
  public NDArray layerNorm(String name, NDArray x, int width) {
    return LayerNorm.layerNorm(
            x,
            new Shape(width),
            weights.filled(name + ".scale", 1, width),
            weights.filled(name + ".bias", 0, width),
            EPSILON)
        .singletonOrThrow();
  }

  @Override
  public NDArray rows(NDArray images) {
    return images.squeeze(1);
  }

  @Override
  public NDArray lstmBoth(String name, NDArray sequence, int in, int hidden) {
    return lstm(name, sequence, in, hidden, true).get(0);
  }

  @Override
  public NDArray lstmLast(String name, NDArray sequence, int in, int hidden) {
    return lstm(name, sequence, in, hidden, false).get(1).squeeze(0);
  }

  /** States of all steps; the last states, [directions, batch, hidden]; the last cells. */
  private NDList lstm(String name, NDArray sequence, int in, int hidden, boolean both) {
    NDList parameters = new NDList();
    for (String way : both ? new String[] {".forward", ".backward"} : new String[] {".forward"}) {
      double deviation = Math.sqrt(1.0 / hidden);
      parameters.add(weights.normal(name + way + ".input", deviation, 4L * hidden, in));
      parameters.add(weights.normal(name + way + ".state", deviation, 4L * hidden, hidden));
      parameters.add(weights.filled(name + way + ".inputBias", 0, 4L * hidden));
      parameters.add(weights.filled(name + way + ".stateBias", 0, 4L * hidden));
    }
    Shape state = new Shape(both ? 2 : 1, sequence.getShape().get(0), hidden);
    NDList start =
        new NDList(sequence.getManager().zeros(state), sequence.getManager().zeros(state));
    return sequence
        .getNDArrayInternal()
        .lstm(sequence, start, parameters, true, 1, 0, training, both, true);
  }
}
