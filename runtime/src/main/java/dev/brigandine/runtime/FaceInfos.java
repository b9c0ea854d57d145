package dev.brigandine.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What ONNX Runtime would say of a model's inputs and outputs, without the model. Its {@code
 * TensorInfo} cannot be made with open axes from outside, so a graph that does nothing is declared
 * with the same types and shapes, and ONNX Runtime is asked about that.
 */
record FaceInfos(
    Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs, OnnxModelMetadata metadata) {
  private static boolean settled;

  // Field numbers of onnx.proto, shifted, with the wire type: 0 varint, 2 length-delimited.
  private static final int MODEL_IR_VERSION = 1 << 3;
  private static final int MODEL_GRAPH = 7 << 3 | 2;
  private static final int MODEL_OPSET = 8 << 3 | 2;
  private static final int OPSET_VERSION = 2 << 3;
  private static final int GRAPH_NODE = 1 << 3 | 2;
  private static final int GRAPH_NAME = 2 << 3 | 2;
  private static final int GRAPH_INPUT = 11 << 3 | 2;
  private static final int GRAPH_OUTPUT = 12 << 3 | 2;
  private static final int NODE_INPUT = 1 << 3 | 2;
  private static final int NODE_OUTPUT = 2 << 3 | 2;
  private static final int NODE_OP_TYPE = 4 << 3 | 2;
  private static final int VALUE_NAME = 1 << 3 | 2;
  private static final int VALUE_TYPE = 2 << 3 | 2;
  private static final int TYPE_TENSOR = 1 << 3 | 2;
  private static final int TENSOR_ELEMENTS = 1 << 3;
  private static final int TENSOR_SHAPE = 2 << 3 | 2;
  private static final int SHAPE_DIM = 1 << 3 | 2;
  private static final int DIM_VALUE = 1 << 3;
  private static final int DIM_PARAM = 2 << 3 | 2;

  static FaceInfos of(OrtEnvironment environment, List<TensorSpec> inputs, List<TensorSpec> outputs)
      throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      try (OrtSession session =
          environment.createSession(model(inputs, outputs).toByteArray(), options)) {
        Map<String, NodeInfo> all = session.getInputInfo();
        return new FaceInfos(
            named(inputs, all, 'i'), named(outputs, all, 'o'), session.getMetadata());
      }
    }
  }

  /**
   * Opens and closes a session of nothing, once in a process. ONNX Runtime 1.29's first session of
   * a process stays 2 to 4 % slower than any later one, whatever model it is of (measured, MiniLM
   * at 16 tokens, one thread): so a process that runs one model all its life opens this one first.
   * It takes some milliseconds, which an application that starts cold has no use for.
   */
  static synchronized void settle(OrtEnvironment environment) {
    if (settled) {
      return;
    }
    settled = true;
    try {
      of(environment, List.of(), List.of());
    } catch (OrtException e) {
      // It was to make things quicker; the model says itself what is wrong.
      return;
    }
  }

  private static Map<String, NodeInfo> named(
      List<TensorSpec> specs, Map<String, NodeInfo> all, char prefix) {
    Map<String, NodeInfo> named = new LinkedHashMap<>();
    for (int i = 0; i < specs.size(); i++) {
      String name = specs.get(i).name();
      named.put(name, new NodeInfo(name, all.get(prefix + Integer.toString(i)).getInfo()));
    }
    return named;
  }

  /** Inputs and outputs are all inputs here, under names of no meaning. */
  private static Message model(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    Message graph = new Message();
    graph.add(
        GRAPH_NODE,
        new Message()
            .add(NODE_INPUT, "none")
            .add(NODE_OUTPUT, "nothing")
            .add(NODE_OP_TYPE, "Identity"));
    graph.add(GRAPH_NAME, "vault");
    graph.add(GRAPH_INPUT, value("none", new TensorSpec("none", "float32", List.of())));
    for (int i = 0; i < inputs.size(); i++) {
      graph.add(GRAPH_INPUT, value("i" + i, inputs.get(i)));
    }
    for (int i = 0; i < outputs.size(); i++) {
      graph.add(GRAPH_INPUT, value("o" + i, outputs.get(i)));
    }
    graph.add(GRAPH_OUTPUT, value("nothing", new TensorSpec("nothing", "float32", List.of())));
    return new Message()
        .add(MODEL_IR_VERSION, 8)
        .add(MODEL_GRAPH, graph)
        .add(MODEL_OPSET, new Message().add(OPSET_VERSION, 13));
  }

  private static Message value(String name, TensorSpec spec) {
    Message shape = new Message();
    for (String axis : spec.shape()) {
      shape.add(SHAPE_DIM, axis(axis));
    }
    Message tensor = new Message().add(TENSOR_ELEMENTS, onnxType(spec)).add(TENSOR_SHAPE, shape);
    return new Message()
        .add(VALUE_NAME, name)
        .add(VALUE_TYPE, new Message().add(TYPE_TENSOR, tensor));
  }

  private static Message axis(String axis) {
    if (axis.equals("?")) {
      return new Message();
    }
    boolean number = !axis.isEmpty();
    for (int i = 0; i < axis.length(); i++) {
      number &= axis.charAt(i) >= '0' && axis.charAt(i) <= '9';
    }
    return number && axis.length() < 19
        ? new Message().add(DIM_VALUE, Long.parseLong(axis))
        : new Message().add(DIM_PARAM, axis);
  }

  private static int onnxType(TensorSpec spec) {
    int type = ElementTypes.ofWord(spec.type());
    if (type == 0) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "'" + spec.name() + "' is no dense tensor, and a vault carries no other values",
          "open the model in this process");
    }
    return type;
  }

  /** A protocol buffer in the making. */
  private static final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message add(int tag, long number) {
      varint(tag);
      varint(number);
      return this;
    }

    Message add(int tag, String text) {
      return add(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    Message add(int tag, Message inner) {
      return add(tag, inner.toByteArray());
    }

    private Message add(int tag, byte[] inner) {
      varint(tag);
      varint(inner.length);
      bytes.writeBytes(inner);
      return this;
    }

    byte[] toByteArray() {
      return bytes.toByteArray();
    }

    private void varint(long value) {
      long left = value;
      while ((left & ~0x7fL) != 0) {
        bytes.write((int) (left & 0x7f | 0x80));
        left >>>= 7;
      }
      bytes.write((int) left);
    }
  }
}
