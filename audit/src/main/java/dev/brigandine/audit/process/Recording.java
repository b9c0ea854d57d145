package dev.brigandine.audit.process;

import dev.brigandine.onnx.graph.Constant;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the agent in the victim sent, in order. */
final class Recording {
  /** Of names in a frame; a graph has fewer inputs, and a session fewer initializers. */
  private static final int MOST = 1 << 16;

  private static final int MOST_AXES = 64;

  /**
   * A session that was made.
   *
   * @param file empty if the model came in memory
   * @param model serialized; empty if it came in a file
   * @param initializers given beside it
   */
  record Session(int id, Optional<String> file, byte[] model, Map<String, Constant> initializers) {}

  /** A session's run, or a call of the application: names with the ids of their values. */
  record Run(int session, Map<String, Integer> inputs, Map<String, Integer> outputs) {}

  private final Map<Integer, Map<String, Constant>> initializers = new HashMap<>();
  private final List<Session> sessions = new ArrayList<>();
  private final Map<Integer, Constant> tensors = new HashMap<>();
  private final List<Run> runs = new ArrayList<>();
  private final List<Run> firstRuns = new ArrayList<>();
  private Run firstCall;
  private String failure;

  /** All sessions, in the order in which they were made. */
  List<Session> sessions() {
    return sessions;
  }

  /** Elements that runs were given, by the tensor's id; none of strings. */
  Map<Integer, Constant> tensors() {
    return tensors;
  }

  /** The sessions' runs within the application's first call; all, if it did not use the SDK. */
  List<Run> firstRuns() {
    return firstCall == null ? runs : firstRuns;
  }

  /** The application's first call of the SDK, if it uses that. */
  Optional<Run> firstCall() {
    return Optional.ofNullable(firstCall);
  }

  /** Why the agent's account is not whole. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * Reads frames until there are no more.
   *
   * @throws IOException if they break off, or are none
   */
  void read(DataInputStream in) throws IOException {
    for (int kind = in.read(); kind >= 0; kind = in.read()) {
      long length = in.readLong();
      if (length < 0) {
        throw new IOException("the agent sent a frame of " + length + " bytes");
      }
      Bounded body = new Bounded(in, length);
      frame(kind, new DataInputStream(body), body);
      if (body.left() != 0) {
        throw new IOException("the agent sent a frame that is longer than what is in it");
      }
    }
  }

  private void frame(int kind, DataInputStream in, Bounded body) throws IOException {
    switch (kind) {
      case Frames.SESSION -> session(in, body);
      case Frames.INITIALIZER -> {
        int options = in.readInt();
        String name = in.readUTF();
        initializers
            .computeIfAbsent(options, none -> new LinkedHashMap<>())
            .put(name, constant(in, body));
      }
      case Frames.TENSOR -> {
        int id = in.readInt();
        tensors.put(id, constant(in, body));
      }
      case Frames.RUN -> runs.add(new Run(in.readInt(), names(in), names(in)));
      case Frames.CALL -> {
        Run call = new Run(0, names(in), names(in));
        if (firstCall == null) {
          firstCall = call;
          firstRuns.addAll(runs);
        }
      }
      case Frames.FAILURE -> failure = in.readUTF();
      default -> throw new IOException("the agent sent a frame of no known kind, " + kind);
    }
  }

  private void session(DataInputStream in, Bounded body) throws IOException {
    int id = in.readInt();
    Map<String, Constant> given = initializers.getOrDefault(in.readInt(), Map.of());
    int kind = in.readUnsignedByte();
    byte[] rest = rest(body);
    Optional<String> file =
        kind == Frames.FILE
            ? Optional.of(new String(rest, StandardCharsets.UTF_8))
            : Optional.empty();
    byte[] model = kind == Frames.FILE ? new byte[0] : rest;
    sessions.add(new Session(id, file, model, new LinkedHashMap<>(given)));
  }

  private static Constant constant(DataInputStream in, Bounded body) throws IOException {
    int type = in.readInt();
    int axes = count(in, MOST_AXES);
    List<Long> shape = new ArrayList<>(axes);
    for (int i = 0; i < axes; i++) {
      shape.add(in.readLong());
    }
    return Constant.of(type, shape, rest(body));
  }

  private static Map<String, Integer> names(DataInputStream in) throws IOException {
    Map<String, Integer> names = new LinkedHashMap<>();
    int count = count(in, MOST);
    for (int i = 0; i < count; i++) {
      names.put(in.readUTF(), in.readInt());
    }
    return names;
  }

  private static int count(DataInputStream in, int most) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new IOException("the agent sent " + count + " of what there can be " + most + " of");
    }
    return count;
  }

  private static byte[] rest(Bounded body) throws IOException {
    long left = body.left();
    if (left > Integer.MAX_VALUE - 16) {
      throw new IOException("the agent sent " + left + " bytes in one piece");
    }
    byte[] rest = body.readNBytes((int) left);
    if (rest.length < left) {
      throw new EOFException("the agent's account breaks off");
    }
    return rest;
  }
}
