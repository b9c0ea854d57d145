package dev.brigandine.vault.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.runtime.ProtectedModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same answers by way of the socket as in this process. */
class LocalFrontTest {
  @TempDir Path folder;

  @Test
  void aRunThroughTheSocketAnswersAsOneInProcess() throws IOException, OrtException {
    try (LocalVault vault = LocalVault.add(folder);
        ProtectedModel model = vault.connect()) {
      assertThat(sum(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
      assertThat(sum(model, 5, 6, 7, 8)).containsExactly(6, 7, 8, 9);
      assertThat(model.getInputInfo().toString())
          .isEqualTo(vault.inProcess.getInputInfo().toString());
      assertThat(model.getOutputInfo().toString())
          .isEqualTo(vault.inProcess.getOutputInfo().toString());
    }
  }

  static float[] sum(ProtectedModel model, float... x) throws OrtException {
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                FloatBuffer.wrap(x),
                new long[] {x.length / 4, 4});
        ProtectedModel.Result result = model.run(Map.of("x", tensor))) {
      float[] y = new float[x.length];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(y);
      return y;
    }
  }
}
