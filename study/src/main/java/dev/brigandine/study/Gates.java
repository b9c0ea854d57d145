package dev.brigandine.study;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * One direction of an LSTM, with its gates as ONNX orders them (input, output, forget, cell).
 * PyTorch's order is input, forget, cell, output.
 *
 * @param input weights [4 * hidden, in]
 * @param state weights [4 * hidden, hidden]
 * @param biases [8 * hidden]: the input's, then the state's
 */
record Gates(float[] input, float[] state, float[] biases) {
  private static final int[] FROM_TORCH = {0, 3, 1, 2};

  static Gates of(Weights weights, String name, int in, int hidden) {
    float[] inputBias = reorder(weights.values(name + ".inputBias"), hidden);
    float[] stateBias = reorder(weights.values(name + ".stateBias"), hidden);
    float[] biases = Arrays.copyOf(inputBias, 8 * hidden);
    System.arraycopy(stateBias, 0, biases, 4 * hidden, 4 * hidden);
    return new Gates(
        reorder(weights.values(name + ".input"), hidden * in),
        reorder(weights.values(name + ".state"), hidden * hidden),
        biases);
  }

  /** One part of all directions, one after the other. */
  static float[] join(List<Gates> directions, Function<Gates, float[]> part) {
    float[] all = new float[0];
    for (Gates direction : directions) {
      float[] next = part.apply(direction);
      int at = all.length;
      all = Arrays.copyOf(all, at + next.length);
      System.arraycopy(next, 0, all, at, next.length);
    }
    return all;
  }

  private static float[] reorder(float[] torch, int gate) {
    float[] onnx = new float[torch.length];
    for (int to = 0; to < 4; to++) {
      System.arraycopy(torch, FROM_TORCH[to] * gate, onnx, to * gate, gate);
    }
    return onnx;
  }
}
