package dev.brigandine.audit.process;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.brigandine.onnx.graph.Constant;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;

/** Whatever an agent sends, it is read or refused, within bounds. */
class RecordingFuzzTest {
  @FuzzTest
  void frames(byte[] bytes) {
    Recording recording = new Recording();
    try {
      recording.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      // Refused.
    }
    long held = 0;
    for (Constant tensor : recording.tensors().values()) {
      held += tensor.elements().byteLength();
    }
    if (held > bytes.length) {
      throw new AssertionError(held + " bytes of tensors in " + bytes.length);
    }
  }
}
