package dev.brigandine.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import java.util.Set;

/** The usual engine: the whole model in one session. */
final class SessionEngine implements Engine {
  private final OrtSession session;
  private final Map<String, NodeInfo> inputs;
  private final Map<String, NodeInfo> outputs;

  SessionEngine(OrtSession session) throws OrtException {
    this.session = session;
    this.inputs = session.getInputInfo();
    this.outputs = session.getOutputInfo();
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
    return session.getMetadata();
  }

  @Override
  public ProtectedModel.Result run(
      Map<String, ? extends OnnxTensorLike> given,
      Set<String> requested,
      Map<String, ? extends OnnxValue> pinned,
      OrtSession.RunOptions options)
      throws OrtException {
    OrtSession.Result result = session.run(given, requested, pinned, options);
    int size = result.size();
    String[] names = new String[size];
    OnnxValue[] values = new OnnxValue[size];
    boolean[] owned = new boolean[size];
    int i = 0;
    for (Map.Entry<String, OnnxValue> entry : result) {
      names[i] = entry.getKey();
      values[i] = entry.getValue();
      owned[i] = result.isResultOwner(i);
      i++;
    }
    return new ProtectedModel.Result(names, values, owned);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
