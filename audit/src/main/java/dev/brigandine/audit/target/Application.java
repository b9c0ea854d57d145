package dev.brigandine.audit.target;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import dev.brigandine.armor.engine.Answers;
import dev.brigandine.armor.engine.Feeds;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.SessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The licensed application: the bundle, opened by the SDK. */
final class Application implements Answering {
  private final ProtectedModel model;

  private Application(ProtectedModel model) {
    this.model = model;
  }

  static Application open(Installed installed) {
    OpenOptions options =
        OpenOptions.defaults()
            .trust(installed.signer())
            .stateFolder(installed.state())
            .session(new SessionOptions().setIntraOpNumThreads(1));
    try (DeviceKey device = DeviceKey.load(installed.device())) {
      return new Application(
          Brigandine.open(installed.bundle(), installed.licence(), device, options));
    }
  }

  @Override
  public Map<String, Tensor> answer(List<SampleTensor> inputs) throws Exception {
    try (Feeds feeds = Feeds.of(inputs);
        ProtectedModel.Result result = model.run(feeds.byName())) {
      Map<String, Tensor> answers = new LinkedHashMap<>();
      for (Map.Entry<String, OnnxValue> entry : result) {
        if (entry.getValue() instanceof OnnxTensor tensor) {
          answers.put(entry.getKey(), Answers.of(tensor));
        }
      }
      return answers;
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
