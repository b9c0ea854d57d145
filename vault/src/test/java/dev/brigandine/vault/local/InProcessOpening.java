package dev.brigandine.vault.local;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import java.nio.file.Path;
import java.util.Map;

/** An application that runs its model in its own process. */
final class InProcessOpening {
  private InProcessOpening() {}

  public static void main(String[] args) throws OrtException {
    OpenOptions options = OpenOptions.defaults().stateFolder(Path.of(args[3]));
    try (ProtectedModel model =
            Brigandine.open(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), options);
        OnnxTensor x = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), new float[1][4])) {
      model.run(Map.of("x", x)).close();
    }
  }
}
