package dev.brigandine.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtUtil;
import ai.onnxruntime.TensorInfo;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An input on its way to a vault.
 *
 * @param index of the input
 * @param type ONNX's number of its element type
 * @param data its elements from position to limit, or strings as the protocol has them
 * @param length of {@code data} in bytes
 */
record Feed(int index, int type, long[] shape, Buffer data, long length) {

  static Feed of(int index, String name, OnnxTensorLike given) throws OrtException {
    if (!(given instanceof OnnxTensor tensor)) {
      throw new BrigandineException(
          ErrorCode.BAD_INPUT, "input '" + name + "' is no dense tensor", null);
    }
    TensorInfo info = tensor.getInfo();
    long[] shape = info.getShape();
    if (info.type == OnnxJavaType.STRING) {
      ByteBuffer data = strings(tensor);
      return new Feed(index, ElementTypes.numberOf(info.onnxType), shape, data, data.remaining());
    }
    long length = info.getNumElements() * info.type.size;
    Buffer own = whole(tensor, length);
    return new Feed(
        index,
        ElementTypes.numberOf(info.onnxType),
        shape,
        own == null ? tensor.getByteBuffer() : own,
        length);
  }

  /**
   * The memory that ONNX Runtime reads a tensor from, or null if it cannot be told: what a tensor
   * gives out shares position and limit with the application's buffer, which may have moved since.
   * Only if there is nothing in it but the tensor, it is the tensor.
   */
  static Buffer whole(OnnxTensor tensor, long length) {
    Buffer buffer = bufferOrNull(tensor);
    if (buffer == null || buffer.capacity() * unit(buffer) != length) {
      return null;
    }
    return buffer.clear();
  }

  private static Buffer bufferOrNull(OnnxTensor tensor) {
    try {
      return tensor.getBufferRef().orElse(null);
    } catch (NullPointerException e) {
      // ONNX Runtime 1.29 throws it for a tensor of its own making, where it means an empty answer.
      return null;
    }
  }

  /** Bytes of an element; 0 if it is in the other order of bytes. */
  private static long unit(Buffer buffer) {
    if (buffer instanceof ByteBuffer) {
      return 1;
    }
    if (buffer instanceof ShortBuffer shorts) {
      return own(shorts.order(), Short.BYTES);
    }
    if (buffer instanceof IntBuffer ints) {
      return own(ints.order(), Integer.BYTES);
    }
    if (buffer instanceof LongBuffer longs) {
      return own(longs.order(), Long.BYTES);
    }
    if (buffer instanceof FloatBuffer floats) {
      return own(floats.order(), Float.BYTES);
    }
    return buffer instanceof DoubleBuffer doubles ? own(doubles.order(), Double.BYTES) : 0;
  }

  private static long own(ByteOrder order, int size) {
    return order == ByteOrder.nativeOrder() ? size : 0;
  }

  private static ByteBuffer strings(OnnxTensor tensor) throws OrtException {
    Object value = tensor.getValue();
    String[] all = value instanceof String one ? new String[] {one} : OrtUtil.flattenString(value);
    byte[][] encoded = new byte[all.length][];
    long length = 0;
    for (int i = 0; i < all.length; i++) {
      encoded[i] = all[i].getBytes(StandardCharsets.UTF_8);
      length += Integer.BYTES + encoded[i].length;
    }
    if (length > Integer.MAX_VALUE) {
      throw new BrigandineException(
          ErrorCode.TOO_LARGE, "an input's strings have " + length + " bytes together", null);
    }
    ByteBuffer data = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    for (byte[] one : encoded) {
      data.putInt(one.length).put(one);
    }
    return data.flip();
  }
}
