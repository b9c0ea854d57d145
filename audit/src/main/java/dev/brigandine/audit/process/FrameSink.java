package dev.brigandine.audit.process;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.HexFormat;
import java.util.Map;

/** The victim's end of the connection; see {@link Frames}. */
final class FrameSink {
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);

  private final SocketChannel channel;

  private FrameSink(SocketChannel channel) {
    this.channel = channel;
  }

  static FrameSink connect(Map<String, String> environment) throws IOException {
    String[] there = environment.getOrDefault(Frames.VARIABLE, "").split(":", 2);
    if (there.length != 2) {
      throw new IOException("nobody listens: " + Frames.VARIABLE + " is not set");
    }
    SocketChannel channel =
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(there[0])));
    write(channel, ByteBuffer.wrap(HexFormat.of().parseHex(there[1])));
    return new FrameSink(channel);
  }

  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  void session(int session, int options, int kind, ByteBuffer model) throws IOException {
    frame(
        Frames.SESSION,
        out -> {
          out.writeInt(session);
          out.writeInt(options);
          out.writeByte(kind);
        },
        model);
  }

  void initializer(int options, String name, OnnxTensor tensor) throws IOException {
    frame(
        Frames.INITIALIZER,
        out -> {
          out.writeInt(options);
          out.writeUTF(name);
          head(out, tensor.getInfo());
        },
        elements(tensor));
  }

  void tensor(int id, OnnxTensor tensor) throws IOException {
    frame(
        Frames.TENSOR,
        out -> {
          out.writeInt(id);
          head(out, tensor.getInfo());
        },
        elements(tensor));
  }

  void run(int session, Map<String, Integer> inputs, Map<String, Integer> outputs)
      throws IOException {
    frame(
        Frames.RUN,
        out -> {
          out.writeInt(session);
          names(out, inputs);
          names(out, outputs);
        },
        NONE);
  }

  void call(Map<String, Integer> inputs, Map<String, Integer> outputs) throws IOException {
    frame(
        Frames.CALL,
        out -> {
          names(out, inputs);
          names(out, outputs);
        },
        NONE);
  }

  void failure(String what) throws IOException {
    frame(Frames.FAILURE, out -> out.writeUTF(what), NONE);
  }

  private static void names(DataOutputStream out, Map<String, Integer> names) throws IOException {
    out.writeInt(names.size());
    for (Map.Entry<String, Integer> entry : names.entrySet()) {
      out.writeUTF(entry.getKey());
      out.writeInt(entry.getValue());
    }
  }

  private static void head(DataOutputStream out, TensorInfo info) throws IOException {
    out.writeInt(Frames.type(info.onnxType.name()));
    long[] shape = info.getShape();
    out.writeInt(shape.length);
    for (long size : shape) {
      out.writeLong(size);
    }
  }

  /** A copy; none of strings. */
  private static ByteBuffer elements(OnnxTensor tensor) {
    ByteBuffer elements = tensor.getByteBuffer();
    return elements == null ? NONE : elements;
  }

  private void frame(int kind, Body body, ByteBuffer tail) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(kind);
    out.writeLong(0);
    body.write(out);
    ByteBuffer head = ByteBuffer.wrap(bytes.toByteArray());
    head.putLong(1, head.remaining() - 1L - Long.BYTES + tail.remaining());
    write(channel, head);
    write(channel, tail);
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
