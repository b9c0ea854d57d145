package dev.brigandine.audit.process;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * In the victim: sends what the hooked calls got to the audit's process, by a connection on the
 * loopback interface. Nothing is written to a file.
 *
 * <p>Public because the hooks' code runs within ONNX Runtime's classes. A failure is sent, too, and
 * never reaches the application.
 */
public final class Recorder {
  private static FrameSink sink;

  /** Objects seen, so that they can be told from each other later. They are held on to. */
  private static final Map<Object, Integer> SEEN = new IdentityHashMap<>();

  private Recorder() {}

  static synchronized void connect(Map<String, String> environment) throws IOException {
    sink = FrameSink.connect(environment);
  }

  /** A session was made. */
  public static synchronized void made(Object session, Object model, Object options) {
    try {
      if (model instanceof String file) {
        byte[] path = Path.of(file).toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        sink.session(id(session), id(options), Frames.FILE, ByteBuffer.wrap(path));
      } else {
        ByteBuffer bytes =
            model instanceof byte[] array
                ? ByteBuffer.wrap(array)
                : ((ByteBuffer) model).duplicate();
        sink.session(id(session), id(options), Frames.BYTES, bytes);
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      failed("a session's making", e);
    }
  }

  /** Initializers were given beside a graph. */
  public static synchronized void given(
      Object options, Map<String, ? extends OnnxTensorLike> tensors) {
    try {
      for (Map.Entry<String, ? extends OnnxTensorLike> entry : tensors.entrySet()) {
        sink.initializer(id(options), entry.getKey(), (OnnxTensor) entry.getValue());
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      failed("initializers", e);
    }
  }

  /** A session ran. */
  public static synchronized void ran(
      Object session, Map<String, ? extends OnnxTensorLike> inputs, Object result) {
    try {
      Map<String, Integer> given = new HashMap<>();
      for (Map.Entry<String, ? extends OnnxTensorLike> entry : inputs.entrySet()) {
        boolean fresh = !SEEN.containsKey(entry.getValue());
        int id = id(entry.getValue());
        given.put(entry.getKey(), id);
        if (fresh && entry.getValue() instanceof OnnxTensor tensor) {
          sink.tensor(id, tensor);
        }
      }
      sink.run(id(session), given, values(result));
    } catch (IOException | RuntimeException | LinkageError e) {
      failed("a run", e);
    }
  }

  /** The application called the SDK, which has returned. */
  public static synchronized void called(
      Map<String, ? extends OnnxTensorLike> inputs, Object result) {
    try {
      Map<String, Integer> given = new HashMap<>();
      inputs.forEach((name, tensor) -> given.put(name, id(tensor)));
      sink.call(given, values(result));
    } catch (IOException | RuntimeException | LinkageError e) {
      failed("a call of the application", e);
    }
  }

  static synchronized void failed(String what, Throwable thrown) {
    try {
      sink.failure(what + ": " + thrown.getClass().getName());
    } catch (IOException e) {
      // The audit has gone; so has everybody who would read this.
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Integer> values(Object result) {
    Map<String, Integer> values = new HashMap<>();
    for (Map.Entry<String, OnnxValue> entry : (Iterable<Map.Entry<String, OnnxValue>>) result) {
      values.put(entry.getKey(), id(entry.getValue()));
    }
    return values;
  }

  private static int id(Object object) {
    Integer known = SEEN.putIfAbsent(object, SEEN.size() + 1);
    return known == null ? SEEN.size() : known;
  }
}
