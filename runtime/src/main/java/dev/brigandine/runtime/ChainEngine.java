package dev.brigandine.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model that was split where single tensors join its halves, each half a session of its own. ONNX
 * Runtime copies every weight while a session is made; with one session after another only a part
 * of them is held twice, and parts are made side by side.
 */
final class ChainEngine implements Engine {
  private final List<OrtSession> parts;
  private final Map<String, NodeInfo> inputs = new LinkedHashMap<>();
  private final Map<String, NodeInfo> outputs = new LinkedHashMap<>();

  /** For each part the joining tensors that no later part reads. */
  private final List<Set<String>> lastReads = new ArrayList<>();

  /** For each part the joining tensors it makes. */
  private final List<Set<String>> joints = new ArrayList<>();

  ChainEngine(List<OrtSession> parts, List<String> modelInputs, List<String> modelOutputs)
      throws OrtException {
    this.parts = List.copyOf(parts);
    Map<String, NodeInfo> allInputs = new HashMap<>();
    Map<String, NodeInfo> allOutputs = new HashMap<>();
    for (OrtSession part : parts) {
      allInputs.putAll(part.getInputInfo());
      allOutputs.putAll(part.getOutputInfo());
    }
    for (String name : modelInputs) {
      NodeInfo info = allInputs.get(name);
      if (info != null) {
        inputs.put(name, info);
      }
    }
    for (String name : modelOutputs) {
      outputs.put(name, allOutputs.get(name));
    }
    Set<String> read = new LinkedHashSet<>();
    for (int i = parts.size() - 1; i >= 0; i--) {
      Set<String> made = new LinkedHashSet<>(parts.get(i).getOutputNames());
      made.retainAll(allInputs.keySet());
      joints.add(0, made);
      Set<String> last = new LinkedHashSet<>(parts.get(i).getInputNames());
      last.retainAll(allOutputs.keySet());
      last.removeAll(read);
      lastReads.add(0, last);
      read.addAll(last);
    }
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
    return parts.get(0).getMetadata();
  }

  @Override
  public ProtectedModel.Result run(
      Map<String, ? extends OnnxTensorLike> given,
      Set<String> requested,
      Map<String, ? extends OnnxValue> pinned,
      OrtSession.RunOptions options)
      throws OrtException {
    Map<String, OnnxValue> made = new HashMap<>();
    boolean done = false;
    try {
      for (int i = 0; i < parts.size(); i++) {
        runPart(i, given, requested, pinned, options, made);
      }
      ProtectedModel.Result result = collect(requested, pinned, made);
      done = true;
      return result;
    } finally {
      if (!done) {
        made.values().forEach(OnnxValue::close);
      }
    }
  }

  private void runPart(
      int index,
      Map<String, ? extends OnnxTensorLike> given,
      Set<String> requested,
      Map<String, ? extends OnnxValue> pinned,
      OrtSession.RunOptions options,
      Map<String, OnnxValue> made)
      throws OrtException {
    OrtSession part = parts.get(index);
    Map<String, OnnxTensorLike> feeds = new LinkedHashMap<>();
    for (String name : part.getInputNames()) {
      OnnxTensorLike fed = given.get(name);
      if (fed == null) {
        OnnxValue value = made.get(name) != null ? made.get(name) : pinned.get(name);
        fed = (OnnxTensorLike) value;
      }
      feeds.put(name, fed);
    }
    Set<String> wanted = new LinkedHashSet<>(joints.get(index));
    Map<String, OnnxValue> pinnedHere = new LinkedHashMap<>();
    for (String name : part.getOutputNames()) {
      if (pinned.containsKey(name)) {
        pinnedHere.put(name, pinned.get(name));
        wanted.remove(name);
      } else if (requested.contains(name)) {
        wanted.add(name);
      }
    }
    if (!wanted.isEmpty() || !pinnedHere.isEmpty()) {
      // Not closed: its values pass to the next part or to the caller, each closed on its own.
      @SuppressWarnings("resource")
      OrtSession.Result result = part.run(feeds, wanted, pinnedHere, options);
      int i = 0;
      for (Map.Entry<String, OnnxValue> entry : result) {
        if (result.isResultOwner(i++)) {
          made.put(entry.getKey(), entry.getValue());
        }
      }
    }
    for (String name : lastReads.get(index)) {
      if (!requested.contains(name)) {
        OnnxValue spent = made.remove(name);
        if (spent != null) {
          spent.close();
        }
      }
    }
  }

  private static ProtectedModel.Result collect(
      Set<String> requested, Map<String, ? extends OnnxValue> pinned, Map<String, OnnxValue> made) {
    int size = requested.size() + pinned.size();
    String[] names = new String[size];
    OnnxValue[] values = new OnnxValue[size];
    boolean[] owned = new boolean[size];
    int i = 0;
    for (String name : requested) {
      names[i] = name;
      values[i] = made.get(name);
      owned[i++] = true;
    }
    for (Map.Entry<String, ? extends OnnxValue> entry : pinned.entrySet()) {
      names[i] = entry.getKey();
      values[i++] = entry.getValue();
    }
    return new ProtectedModel.Result(names, values, owned);
  }

  @Override
  public void close() throws OrtException {
    OrtException failure = null;
    for (OrtSession part : parts) {
      try {
        part.close();
      } catch (OrtException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
