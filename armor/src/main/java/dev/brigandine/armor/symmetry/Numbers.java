package dev.brigandine.armor.symmetry;

import dev.brigandine.onnx.Halves;
import java.nio.ByteBuffer;

/** The floats of a tensor, to compute with. */
final class Numbers {
  private final int type;
  private final float[] single;
  private final double[] wide;

  private Numbers(int type, float[] single, double[] wide) {
    this.type = type;
    this.single = single;
    this.wide = wide;
  }

  static Numbers of(int type, ByteBuffer bytes) {
    switch (type) {
      case 1 -> {
        float[] values = new float[bytes.remaining() / 4];
        bytes.duplicate().order(bytes.order()).asFloatBuffer().get(values);
        return new Numbers(type, values, null);
      }
      case 11 -> {
        double[] values = new double[bytes.remaining() / 8];
        bytes.duplicate().order(bytes.order()).asDoubleBuffer().get(values);
        return new Numbers(type, null, values);
      }
      case 10, 16 -> {
        float[] values = new float[bytes.remaining() / 2];
        for (int i = 0; i < values.length; i++) {
          short bits = bytes.getShort(bytes.position() + 2 * i);
          values[i] = type == 10 ? Halves.ofBinary16(bits) : Float.intBitsToFloat(bits << 16);
        }
        return new Numbers(type, values, null);
      }
      default -> throw new IllegalArgumentException("elements of type " + type + " are no floats");
    }
  }

  /**
   * {@code channels × width} numbers: {@code width} vectors, {@code step} from channel to channel.
   */
  void read(int[] starts, int step, int channels, int width, double[] into) {
    for (int c = 0; c < channels; c++) {
      for (int j = 0; j < width; j++) {
        int from = starts[j] + c * step;
        into[c * width + j] = wide == null ? single[from] : wide[from];
      }
    }
  }

  void write(int[] starts, int step, int channels, int width, double[] from) {
    for (int c = 0; c < channels; c++) {
      for (int j = 0; j < width; j++) {
        int to = starts[j] + c * step;
        if (wide == null) {
          single[to] = (float) from[c * width + j];
        } else {
          wide[to] = from[c * width + j];
        }
      }
    }
  }

  void writeTo(ByteBuffer bytes) {
    ByteBuffer target = bytes.duplicate().order(bytes.order());
    if (type == 1) {
      target.asFloatBuffer().put(single);
    } else if (type == 11) {
      target.asDoubleBuffer().put(wide);
    } else {
      for (float value : single) {
        target.putShort(type == 10 ? Halves.binary16(value) : Halves.bfloat16(value));
      }
    }
  }
}
