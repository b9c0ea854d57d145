package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.process.Recording.Run;
import dev.brigandine.audit.process.Recording.Session;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model put together from what a thief has seen, and what he has not seen left out: the graph
 * alone, or with its initializers, or with its key tensors.
 */
final class Assembly {
  private final Recording recording;

  /** Sessions in the order in which they run. */
  private final List<Session> parts = new ArrayList<>();

  private final List<Run> runs;

  private Assembly(Recording recording) throws IOException {
    this.recording = recording;
    this.runs = recording.firstRuns();
    Set<Integer> seen = new HashSet<>();
    for (Run run : runs) {
      if (seen.add(run.session())) {
        parts.add(session(run.session()));
      }
    }
    if (parts.isEmpty()) {
      throw new IOException("the application ran no session that the hooks have seen");
    }
  }

  /**
   * @throws IOException if no session was seen to run
   */
  static Assembly of(Recording recording) throws IOException {
    return new Assembly(recording);
  }

  private Session session(int id) throws IOException {
    for (Session session : recording.sessions()) {
      if (session.id() == id) {
        return session;
      }
    }
    throw new IOException("a session ran that the hooks have not seen made");
  }

  /** How many sessions the model runs in. */
  int sessions() {
    return parts.size();
  }

  /** Bytes that came with the calls that made the sessions, without initializers and runs. */
  long graphBytes() throws IOException {
    long bytes = 0;
    for (Session part : parts) {
      bytes +=
          part.file().isPresent() ? Files.size(Path.of(part.file().get())) : part.model().length;
    }
    return bytes;
  }

  /** How many initializers were given beside the graphs. */
  int initializers() {
    return parts.stream().mapToInt(part -> part.initializers().size()).sum();
  }

  /** Everything that was seen. */
  Captured captured() throws IOException {
    return new Captured(graph(false), names(), keys());
  }

  /** With zeros where initializers were given beside the graph, and no key tensors. */
  Captured graphOnly() throws IOException {
    return new Captured(graph(true), names(), Map.of());
  }

  private ModelGraph graph(boolean blank) throws IOException {
    List<ModelGraph> graphs = new ArrayList<>();
    for (Session part : parts) {
      Optional<String> file = part.file();
      Map<String, Constant> given = new LinkedHashMap<>(part.initializers());
      if (blank) {
        given.replaceAll((name, constant) -> zeros(constant));
      }
      OnnxModel model =
          file.isPresent()
              ? OnnxModel.read(Path.of(file.get()))
              : OnnxModel.parse(part.model(), given);
      graphs.add(model.toGraph());
    }
    ModelGraph joined = Parts.join(graphs);
    if (graphs.size() == 1) {
      return joined;
    }
    // Values that join sessions are answers of none to the application.
    Map<String, ValueType> answers = new LinkedHashMap<>(joined.graph().outputs());
    answers.keySet().retainAll(names().values());
    return joined.withGraph(joined.graph().withOutputs(answers));
  }

  private static Constant zeros(Constant like) {
    byte[] none = new byte[(int) like.elements().byteLength()];
    return Constant.of(like.elementType(), like.shape(), none);
  }

  /** The application's names to the graph's, by the values that it gave and got. */
  private Map<String, String> names() throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    Optional<Run> call = recording.firstCall();
    if (call.isEmpty()) {
      runs.get(0).inputs().keySet().forEach(name -> names.put(name, name));
      runs.get(0).outputs().keySet().forEach(name -> names.put(name, name));
      return names;
    }
    for (Run run : runs) {
      match(call.get().inputs(), run.inputs(), names);
      match(call.get().outputs(), run.outputs(), names);
    }
    if (!names.keySet().containsAll(call.get().outputs().keySet())) {
      throw new IOException("the application got an answer that no hooked run has given");
    }
    return names;
  }

  private static void match(
      Map<String, Integer> theirs, Map<String, Integer> graphs, Map<String, String> names) {
    theirs.forEach(
        (name, id) ->
            graphs.forEach(
                (inner, value) -> {
                  if (value.equals(id)) {
                    names.put(name, inner);
                  }
                }));
  }

  /** What runs were given that neither the application gave nor a run before had made. */
  private Map<String, Constant> keys() {
    Map<String, Constant> keys = new LinkedHashMap<>();
    Optional<Run> call = recording.firstCall();
    if (call.isEmpty()) {
      return keys;
    }
    Set<Integer> known = new HashSet<>(call.get().inputs().values());
    for (Run run : runs) {
      run.inputs()
          .forEach(
              (name, id) -> {
                Constant tensor = recording.tensors().get(id);
                if (!known.contains(id) && tensor != null) {
                  keys.put(name, tensor);
                }
              });
      known.addAll(run.outputs().values());
    }
    return keys;
  }
}
