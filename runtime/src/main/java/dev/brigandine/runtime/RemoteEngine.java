package dev.brigandine.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brigandine.runtime.internal.local.RunResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An engine in a vault on this machine. */
final class RemoteEngine implements Engine {
  private final ConnectionPool pool;
  private final FaceInfos face;
  private final Map<String, Integer> inputIndex = new HashMap<>();
  private final Map<String, Integer> outputIndex = new HashMap<>();
  private final OutputBuffers buffers = new OutputBuffers();

  RemoteEngine(ConnectionPool pool, FaceInfos face) {
    this.pool = pool;
    this.face = face;
    for (String name : face.inputs().keySet()) {
      inputIndex.put(name, inputIndex.size());
    }
    for (String name : face.outputs().keySet()) {
      outputIndex.put(name, outputIndex.size());
    }
  }

  @Override
  public Map<String, NodeInfo> inputs() {
    return face.inputs();
  }

  @Override
  public Map<String, NodeInfo> outputs() {
    return face.outputs();
  }

  @Override
  public OnnxModelMetadata metadata() {
    return face.metadata();
  }

  @Override
  public ProtectedModel.Result run(
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requested,
      Map<String, ? extends OnnxValue> pinned,
      OrtSession.RunOptions options) {
    throw new UnsupportedOperationException("a vault needs the options whole");
  }

  @Override
  public ProtectedModel.Result runWith(
      Map<String, ? extends OnnxTensorLike> inputs,
      Set<String> requested,
      Map<String, ? extends OnnxValue> pinned,
      RunOptions options)
      throws OrtException {
    List<Integer> wanted = new ArrayList<>(requested.size() + pinned.size());
    String[] names = new String[requested.size() + pinned.size()];
    for (String name : requested) {
      names[wanted.size()] = name;
      wanted.add(outputIndex.get(name));
    }
    for (String name : pinned.keySet()) {
      names[wanted.size()] = name;
      wanted.add(outputIndex.get(name));
    }
    // A channel closes when its thread is interrupted, a run in this process takes no notice.
    boolean interrupted = Thread.interrupted();
    try {
      return run(inputs, names, wanted, pinned, options);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ProtectedModel.Result run(
      Map<String, ? extends OnnxTensorLike> inputs,
      String[] names,
      List<Integer> wanted,
      Map<String, ? extends OnnxValue> pinned,
      RunOptions options)
      throws OrtException {
    boolean again = false;
    while (true) {
      List<Feed> feeds = feeds(inputs);
      LocalConnection connection = pool.take(again);
      try {
        RunResult result = connection.run(feeds, wanted, options);
        return OutputReader.read(connection, result, names, wanted, pinned, buffers);
      } catch (NotBegunException e) {
        if (again) {
          throw e.reason();
        }
        again = true;
      } finally {
        // Of a run that failed in the vault the connection stays.
        if (connection.usable()) {
          pool.give(connection);
        } else {
          pool.drop(connection);
        }
      }
    }
  }

  private List<Feed> feeds(Map<String, ? extends OnnxTensorLike> inputs) throws OrtException {
    List<Feed> feeds = new ArrayList<>(inputs.size());
    for (Map.Entry<String, ? extends OnnxTensorLike> input : inputs.entrySet()) {
      feeds.add(Feed.of(inputIndex.get(input.getKey()), input.getKey(), input.getValue()));
    }
    return feeds;
  }

  @Override
  public void close() {
    pool.close();
  }
}
