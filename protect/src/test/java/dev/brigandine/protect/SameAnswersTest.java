package dev.brigandine.protect;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.brigandine.onnx.testing.BigModel;
import dev.brigandine.onnx.testing.TestModel;
import dev.brigandine.runtime.ProtectedModel;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protected, licensed and opened, a model answers bit for bit as under plain ONNX Runtime. */
class SameAnswersTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void world() {
    world = new World(folder);
  }

  @ParameterizedTest
  @EnumSource
  void generated(TestModel which) throws Exception {
    sameAnswers(which.write(folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/all-minilm-l6-v2.onnx",
        "/all-minilm-l6-v2-q.onnx",
        "/models/ch_PP-OCRv3_det_infer.onnx",
        "/models/ch_PP-OCRv4_det_infer.onnx",
        "/models/ch_PP-OCRv3_rec_infer.onnx",
        "/models/ch_PP-OCRv4_rec_infer.onnx",
        "/models/ch_ppocr_mobile_v2.0_cls_infer.onnx"
      })
  void real(String resource) throws Exception {
    Path model = folder.resolve("model.onnx");
    try (InputStream in = getClass().getResourceAsStream(resource)) {
      Files.copy(in, model);
    }
    sameAnswers(model);
  }

  @Test
  void externalData() throws Exception {
    sameAnswers(new BigModel(3, 256, 5).writeExternal(folder));
  }

  private void sameAnswers(Path model) throws Exception {
    try (ProtectedModel open = world.run(model)) {
      sameDescription(model, open);
      for (int seed = 1; seed <= 3; seed++) {
        Map<String, OnnxTensor> feeds = Tensors.samples(model, seed);
        Map<String, byte[]> expected = Tensors.plain(model, feeds);
        // Once more than the seeds, so that nothing hangs on memory that was wiped after opening.
        for (int again = 0; again < 2; again++) {
          Map<String, byte[]> found = Tensors.run(open, feeds);
          assertThat(found.keySet()).containsExactlyElementsOf(expected.keySet());
          expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
        }
        Tensors.close(feeds);
      }
    }
  }

  static void sameDescription(Path model, ProtectedModel open) throws Exception {
    try (OrtSession.SessionOptions quiet = new OrtSession.SessionOptions()) {
      quiet.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession plain = environment.createSession(model.toString(), quiet)) {
        sameDescription(plain, open);
      }
    }
  }

  private static void sameDescription(OrtSession plain, ProtectedModel open) throws Exception {
    same(plain.getInputInfo(), open.getInputInfo());
    same(plain.getOutputInfo(), open.getOutputInfo());
    assertThat(open.getNumInputs()).isEqualTo(plain.getNumInputs());
    assertThat(open.getNumOutputs()).isEqualTo(plain.getNumOutputs());
    assertThat(open.getInputNames()).isEqualTo(plain.getInputNames());
    assertThat(open.getOutputNames()).isEqualTo(plain.getOutputNames());
    assertThat(open.getMetadata().getProducerName())
        .isEqualTo(plain.getMetadata().getProducerName());
    assertThat(open.getMetadata().getCustomMetadata())
        .isEqualTo(plain.getMetadata().getCustomMetadata());
  }

  private static void same(Map<String, NodeInfo> plain, Map<String, NodeInfo> sealed) {
    assertThat(sealed.keySet()).containsExactlyElementsOf(plain.keySet());
    plain.forEach(
        (name, info) ->
            assertThat(sealed.get(name).toString()).as(name).isEqualTo(info.toString()));
  }
}
