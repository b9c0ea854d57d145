package dev.brigandine.onnx.graph;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** The elements of a tensor, in C order and little-endian, as raw_data has them. */
public interface Elements {
  /** Bytes in all. */
  long byteLength();

  /** Writes exactly {@link #byteLength()} bytes, the same ones at each call. */
  void writeTo(WritableByteChannel target) throws IOException;
}
