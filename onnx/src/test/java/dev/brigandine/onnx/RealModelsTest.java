package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.brigandine.onnx.testing.Branched;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models as they are in the world: transformers, and convolutional networks exported by Paddle. */
class RealModelsTest {
  private static final String MINILM = "/all-minilm-l6-v2.onnx";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        MINILM,
        "/all-minilm-l6-v2-q.onnx",
        "/models/ch_PP-OCRv3_det_infer.onnx",
        "/models/ch_PP-OCRv4_det_infer.onnx",
        "/models/ch_PP-OCRv3_rec_infer.onnx",
        "/models/ch_PP-OCRv4_rec_infer.onnx",
        "/models/ch_ppocr_mobile_v2.0_cls_infer.onnx"
      })
  void answersTheSameFromItsSkeleton(String resource) throws Exception {
    answersTheSame(extract(resource));
  }

  /** ONNX Runtime fuses less where weights come from another graph; see {@link Skeleton}. */
  @ParameterizedTest
  @CsvSource({
    "/models/ch_ppocr_mobile_v2.0_cls_infer.onnx, 1",
    "/models/ch_ppocr_mobile_v2.0_cls_infer.onnx, 2",
    "/models/ch_PP-OCRv4_det_infer.onnx, 1",
    "/models/ch_PP-OCRv4_rec_infer.onnx, 1",
    "/all-minilm-l6-v2-q.onnx, 1"
  })
  void answersTheSameFromWithinABranch(String resource, int depth) throws Exception {
    Path file = extract(resource);
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    answersTheSame(Files.write(file, Branched.model(model, depth).toByteArray()));
  }

  private static void answersTheSame(Path file) throws Exception {
    OnnxModel model = OnnxModel.read(file);
    Skeleton skeleton = Skeleton.of(model);
    List<SampleTensor> inputs = SampleInputs.of(model).draw(17);
    Map<String, byte[]> expected = OrtRuns.whole(file, inputs);
    Map<String, byte[]> found = OrtRuns.skeleton(skeleton, inputs);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
  }

  private Path extract(String resource) throws Exception {
    Path file = folder.resolve("model.onnx");
    try (InputStream in = getClass().getResourceAsStream(resource)) {
      Files.copy(in, file);
    }
    return file;
  }

  @Test
  void miniLmTakesTokensAndLengthsAreOpen() throws Exception {
    SampleInputs samples = SampleInputs.of(OnnxModel.read(extract(MINILM)));
    assertThat(samples.describe())
        .isEqualTo(
            """
            'input_ids': int64 [1, 16], whole numbers in [0, 30522)
            'attention_mask': int64 [1, 16], all 1
            'token_type_ids': int64 [1, 16], all 0""");
    assertThat(samples.draw(1, Map.of("sequence", 128L)))
        .allSatisfy(input -> assertThat(input.shape()).containsExactly(1, 128));
  }

  @Test
  void miniLmKeepsNoFloatInItsSkeleton() throws Exception {
    Skeleton skeleton = Skeleton.of(OnnxModel.read(extract(MINILM)));
    assertThat(skeleton.kept())
        .allSatisfy(kept -> assertThat(kept.reason()).isEqualTo(Kept.Reason.SMALL));
    assertThat(skeleton.graph().length).isLessThan(150_000);
    assertThat(skeleton.weights().stream().mapToLong(Weight::byteLength).sum())
        .isGreaterThan(90_000_000);
  }
}
