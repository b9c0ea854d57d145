package dev.brigandine.audit.process;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.onnx.SampleTensor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a victim is told, in bytes on its standard input, and what it answers, in lines. */
final class Orders {
  static final int RUN = 'r';
  static final int CLOSE = 'c';
  static final int END = 'e';

  /** Words that an application of one's own would not print. */
  static final String READY = "audit: the model is open";

  static final String RAN = "audit: the model has run";
  static final String CLOSED = "audit: the model is closed";

  private Orders() {}

  /** An order to run the model on these. */
  static void writeRun(DataOutputStream out, List<SampleTensor> inputs) throws IOException {
    out.writeByte(RUN);
    out.writeInt(inputs.size());
    for (SampleTensor input : inputs) {
      out.writeUTF(input.name());
      out.writeUTF(input.type());
      long[] shape = input.shape();
      out.writeInt(shape.length);
      for (long size : shape) {
        out.writeLong(size);
      }
      out.writeInt(input.strings().size());
      for (String string : input.strings()) {
        out.writeUTF(string);
      }
      ByteBuffer data = input.data();
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
    out.flush();
  }

  /** What follows {@link #RUN}, as tensors of ONNX Runtime; the caller closes them. */
  static Map<String, OnnxTensor> readInputs(DataInputStream in) throws IOException, OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      String type = in.readUTF();
      long[] shape = new long[in.readInt()];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = in.readLong();
      }
      String[] strings = new String[in.readInt()];
      for (int s = 0; s < strings.length; s++) {
        strings[s] = in.readUTF();
      }
      byte[] bytes = in.readNBytes(in.readInt());
      inputs.put(name, tensor(type, shape, strings, bytes));
    }
    return inputs;
  }

  private static OnnxTensor tensor(String type, long[] shape, String[] strings, byte[] bytes)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    if (type.equals("string")) {
      return OnnxTensor.createTensor(environment, strings, shape);
    }
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(environment, direct.put(bytes).flip(), shape, javaType(type));
  }

  /** By the words of {@link SampleTensor}. */
  private static OnnxJavaType javaType(String type) {
    return switch (type) {
      case "float32" -> OnnxJavaType.FLOAT;
      case "float64" -> OnnxJavaType.DOUBLE;
      case "int8" -> OnnxJavaType.INT8;
      case "uint8" -> OnnxJavaType.UINT8;
      case "int16" -> OnnxJavaType.INT16;
      case "int32" -> OnnxJavaType.INT32;
      case "int64" -> OnnxJavaType.INT64;
      case "bool" -> OnnxJavaType.BOOL;
      case "float16" -> OnnxJavaType.FLOAT16;
      case "bfloat16" -> OnnxJavaType.BFLOAT16;
      default -> throw new IllegalArgumentException("the victim is fed no " + type);
    };
  }
}
