package dev.brigandine.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.ModelInterface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A rewritten model under the names its user knows: translates them to the graph's and back, and
 * feeds the key tensors at each run.
 */
final class ArmoredEngine implements Engine {
  private final Engine graph;
  private final KeyFeeds keys;
  private final Map<String, NodeInfo> inputs = new LinkedHashMap<>();
  private final Map<String, NodeInfo> outputs = new LinkedHashMap<>();
  private final Map<String, String> inputAliases = new HashMap<>();
  private final Map<String, String> outputAliases = new HashMap<>();

  /** From the graph's names of outputs to the user's. */
  private final Map<String, String> outputNames = new HashMap<>();

  private final Set<String> allOutputs = new LinkedHashSet<>();

  /**
   * Takes both over, unless it fails.
   *
   * @throws BrigandineException ({@link ErrorCode#TAMPERED}) if the graph is not as the interface
   *     says
   */
  ArmoredEngine(Engine graph, ModelInterface face, KeyFeeds keys) {
    this.graph = graph;
    this.keys = keys;
    boolean fits =
        graph.inputs().size() == face.inputs().size() + face.keys().size()
            && keys.fit(graph.inputs())
            && translate(face.inputs(), graph.inputs(), inputs, inputAliases)
            && translate(face.outputs(), graph.outputs(), outputs, outputAliases);
    if (!fits) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "the tensor index does not fit the graph",
          "the bundle was written by a faulty program");
    }
    for (ModelInterface.Port port : face.outputs()) {
      outputNames.put(port.alias(), port.spec().name());
      allOutputs.add(port.alias());
    }
  }

  private static boolean translate(
      List<ModelInterface.Port> ports,
      Map<String, NodeInfo> found,
      Map<String, NodeInfo> named,
      Map<String, String> aliases) {
    for (ModelInterface.Port port : ports) {
      String name = port.spec().name();
      NodeInfo info = found.get(port.alias());
      if (info == null) {
        return false;
      }
      named.put(name, new NodeInfo(name, info.getInfo()));
      aliases.put(name, port.alias());
    }
    return true;
  }

  /** What a chain of parts is to be asked for, and to be given. */
  static List<String> aliases(List<ModelInterface.Port> ports) {
    List<String> aliases = new ArrayList<>(ports.size());
    for (ModelInterface.Port port : ports) {
      aliases.add(port.alias());
    }
    return aliases;
  }

  @Override
  public Map<String, NodeInfo> inputs() {
    return inputs;
  }

  @Override
  public Map<String, NodeInfo> outputs() {
    return outputs;
  }

  @Override
  public OnnxModelMetadata metadata() throws OrtException {
    return graph.metadata();
  }

  @Override
  public ProtectedModel.Result run(
      Map<String, ? extends OnnxTensorLike> given,
      Set<String> requested,
      Map<String, ? extends OnnxValue> pinned,
      OrtSession.RunOptions options)
      throws OrtException {
    Map<String, OnnxTensorLike> feeds = new HashMap<>(keys.tensors());
    for (Map.Entry<String, ? extends OnnxTensorLike> entry : given.entrySet()) {
      feeds.put(inputAliases.get(entry.getKey()), entry.getValue());
    }
    ProtectedModel.Result result = graph.run(feeds, wanted(requested), translate(pinned), options);
    result.rename(outputNames);
    return result;
  }

  private Set<String> wanted(Set<String> requested) {
    // The usual call asks for all, by the very set that outputs() gave out.
    if (requested == outputs.keySet()) {
      return allOutputs;
    }
    Set<String> wanted = new LinkedHashSet<>();
    for (String name : requested) {
      wanted.add(outputAliases.get(name));
    }
    return wanted;
  }

  private Map<String, ? extends OnnxValue> translate(Map<String, ? extends OnnxValue> pinned) {
    if (pinned.isEmpty()) {
      return pinned;
    }
    Map<String, OnnxValue> translated = new LinkedHashMap<>();
    for (Map.Entry<String, ? extends OnnxValue> entry : pinned.entrySet()) {
      translated.put(outputAliases.get(entry.getKey()), entry.getValue());
    }
    return translated;
  }

  @Override
  public void close() throws OrtException {
    try {
      graph.close();
    } finally {
      keys.close();
    }
  }
}
