package dev.brigandine.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelMakerTest {
  /** [1 2 3 4] · (i - j) = [0+2+6+12, 20-10, 20-20], and the bias. */
  @ParameterizedTest
  @CsvSource({"tiny,0.5", "other,1.5", "external,0.5"})
  void theModelsRun(String kind, float bias, @TempDir Path temp) throws Exception {
    Path model = temp.resolve("m.onnx");
    ModelMaker.write(model, kind);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model.toString());
        OnnxTensor x = OnnxTensor.createTensor(environment, new float[][] {{1, 2, 3, 4}});
        OrtSession.Result result = session.run(Map.of("x", x))) {
      float[][] y = (float[][]) result.get(0).getValue();
      assertThat(y[0]).containsExactly(20 + bias, 10 + bias, bias);
    }
  }
}
