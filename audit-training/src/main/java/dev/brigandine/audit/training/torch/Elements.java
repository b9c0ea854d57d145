package dev.brigandine.audit.training.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.brigandine.onnx.Halves;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Constant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Elements of files and samples as values. */
final class Elements {
  static final int FLOAT = 1;

  private Elements() {}

  static boolean isReal(int elementType) {
    return switch (elementType) {
      case 1, 10, 11, 16 -> true;
      default -> false;
    };
  }

  static Value value(Constant constant, NDManager manager) {
    try {
      return value(
          constant.elementType(),
          constant.shape().stream().mapToLong(Long::longValue).toArray(),
          constant.load(),
          manager);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Value value(SampleTensor sample, NDManager manager) {
    int type =
        switch (sample.type()) {
          case "float32" -> FLOAT;
          case "uint8" -> 2;
          case "int8" -> 3;
          case "int16" -> 5;
          case "int32" -> 6;
          case "int64" -> 7;
          case "bool" -> 9;
          case "float16" -> 10;
          case "float64" -> 11;
          default ->
              throw new IllegalArgumentException(
                  "inputs of type " + sample.type() + " are not computed here");
        };
    return value(type, sample.shape(), sample.data(), manager);
  }

  private static Value value(int type, long[] shape, ByteBuffer data, NDManager manager) {
    ByteBuffer bytes = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    int count = Whole.count(shape);
    if (isReal(type)) {
      float[] floats = new float[count];
      for (int i = 0; i < count; i++) {
        floats[i] =
            switch (type) {
              case FLOAT -> bytes.getFloat(4 * i);
              case 10 -> Halves.ofBinary16(bytes.getShort(2 * i));
              case 11 -> (float) bytes.getDouble(8 * i);
              default -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            };
      }
      return new Real(manager.create(floats, new Shape(shape)));
    }
    long[] elements = new long[count];
    for (int i = 0; i < count; i++) {
      elements[i] =
          switch (type) {
            case 2 -> bytes.get(i) & 0xff;
            case 3, 9 -> bytes.get(i);
            case 4 -> bytes.getShort(2 * i) & 0xffff;
            case 5 -> bytes.getShort(2 * i);
            case 6 -> bytes.getInt(4 * i);
            case 7, 13 -> bytes.getLong(8 * i);
            case 12 -> bytes.getInt(4 * i) & 0xffffffffL;
            default -> throw new IllegalArgumentException("type " + type + " is not computed here");
          };
    }
    return new Whole(shape, elements);
  }
}
