package dev.brigandine.armor.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** What ONNX Runtime answered, as values that outlive it. */
public final class Answers {
  private Answers() {}

  /** A copy. A tensor of a type that the Java API cannot read has no data. */
  public static Tensor of(OnnxTensor tensor) throws OrtException {
    TensorInfo info = tensor.getInfo();
    int type = Types.of(info);
    if (type == Types.STRING) {
      List<String> strings = new ArrayList<>();
      flatten(tensor.getValue(), strings);
      return new Tensor(type, info.getShape(), ByteBuffer.allocate(0), strings);
    }
    ByteBuffer data = Types.java(type) == null ? null : tensor.getByteBuffer();
    return Tensor.of(
        type,
        info.getShape(),
        data == null ? ByteBuffer.allocate(0) : data.order(ByteOrder.LITTLE_ENDIAN));
  }

  private static void flatten(Object value, List<String> into) {
    if (value instanceof String text) {
      into.add(text);
    } else if (value != null && value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        flatten(Array.get(value, i), into);
      }
    }
  }
}
