package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.ProtectedModel;
import java.nio.file.Path;
import java.util.Map;

/** The model in a vault. Its only argument is the path of the socket. */
final class VaultEngine extends Engine {
  private ProtectedModel model;

  @Override
  void open(Setup setup) {
    model = Brigandine.connect(Path.of(setup.arguments().get(0)));
  }

  @Override
  Answer run(Map<String, OnnxTensor> inputs) {
    ProtectedModel.Result result = model.run(inputs);
    return new Answer(result, result);
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
      model = null;
    }
  }
}
