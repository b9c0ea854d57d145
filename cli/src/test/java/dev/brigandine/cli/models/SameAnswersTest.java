package dev.brigandine.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bench.VerifyReport;
import dev.brigandine.onnx.testing.TestModel;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What went through a bundle and back answers as it did before, to the last bit. */
class SameAnswersTest {
  @TempDir Path folder;

  /** Transformers in fp32 and int8; networks by Paddle, whose weights all sit in Constant nodes. */
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
  void realModels(String resource) throws Exception {
    Path model = folder.resolve("model.onnx");
    try (InputStream in = getClass().getResourceAsStream(resource)) {
      Files.copy(in, model);
    }
    assertIdentical(Sealed.of(model, folder).verify(2));
  }

  /** {@code If}, {@code Loop}, odd names, scalars, every element type. */
  @ParameterizedTest
  @EnumSource
  void smallModelsWithOneThingAboutThem(TestModel kind) throws Exception {
    assertIdentical(Sealed.of(kind.write(folder), folder).verify(4));
  }

  private static void assertIdentical(VerifyReport report) {
    assertThat(report.outputs()).isNotEmpty().allMatch(output -> output.identical());
    assertThat(report.identical()).isTrue();
  }
}
