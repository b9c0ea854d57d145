package dev.brigandine.runtime.internal.local;

/**
 * A tensor and where its elements lie in the shared file.
 *
 * @param index of the input or output in {@link Welcome}
 * @param type ONNX's number of the element type
 * @param shape as it was sent: unchecked
 * @param offset in bytes; unchecked
 * @param length in bytes; unchecked
 */
public record Placed(int index, int type, long[] shape, long offset, long length) {
  static Placed read(Fields in) {
    return new Placed(in.u16(), in.u8(), in.shape(), in.i64(), in.i64());
  }

  static void write(FrameOut out, Placed tensor) {
    out.u16(tensor.index).u8(tensor.type).shape(tensor.shape).i64(tensor.offset).i64(tensor.length);
  }

  /** Whether it lies within so many bytes. */
  public boolean within(long size) {
    return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
  }
}
