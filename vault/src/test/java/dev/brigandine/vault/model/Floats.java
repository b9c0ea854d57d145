package dev.brigandine.vault.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

/** Requests of floats in rows of four, and their answers. */
final class Floats {
  private Floats() {}

  /** Outside the heap. */
  static ByteBuffer direct(float... values) {
    return put(ByteBuffer.allocateDirect(values.length * 4), values);
  }

  static ByteBuffer heap(float... values) {
    return put(ByteBuffer.allocate(values.length * 4), values);
  }

  private static ByteBuffer put(ByteBuffer buffer, float... values) {
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer;
  }

  static float[] random(Random random, int rows) {
    float[] values = new float[rows * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 100;
    }
    return values;
  }

  static Request request(ByteBuffer data) {
    return Request.of(List.of(tensor(data)));
  }

  static Request request(float... values) {
    return request(direct(values));
  }

  static Tensor tensor(ByteBuffer data) {
    long[] shape = {data.remaining() / 16, 4};
    return new Tensor("x", ElementType.FP32, shape, data);
  }

  static float[] read(Tensor tensor) {
    float[] values = new float[tensor.data().remaining() / 4];
    tensor.data().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** The only output of a run. */
  static float[] run(ServedModel model, float... values) {
    try (Answer answer = model.run(request(values))) {
      return read(answer.outputs().get(0));
    }
  }

  static float[] plus(float[] values, float bias) {
    float[] sums = values.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += bias;
    }
    return sums;
  }
}
