package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.brigandine.onnx.testing.Trained;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** The trained models are what their ORIGIN.md says. */
class TrainedTest {
  @TempDir Path folder;

  static Trained[] ofImages() {
    return Trained.ofImages();
  }

  @ParameterizedTest
  @MethodSource("ofImages")
  void answersAsWellAsWasMeasured(Trained model) throws Exception {
    try (OrtSession session = session(model);
        OnnxTensor images =
            OnnxTensor.createTensor(
                OrtRuns.environment(),
                Trained.images(Trained.IMAGES),
                new long[] {Trained.IMAGES, 1, 28, 28});
        OrtSession.Result result = session.run(Map.of("images", images))) {
      FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
      assertThat(Trained.accuracy(logits)).isCloseTo(model.accuracy(), within(0.005));
    }
  }

  @ParameterizedTest
  @MethodSource("ofImages")
  void takesOneImage(Trained model) throws Exception {
    try (OrtSession session = session(model);
        OnnxTensor images =
            OnnxTensor.createTensor(
                OrtRuns.environment(), Trained.images(1), new long[] {1, 1, 28, 28});
        OrtSession.Result result = session.run(Map.of("images", images))) {
      assertThat(((OnnxTensor) result.get(0)).getInfo().getShape()).containsExactly(1, 10);
    }
  }

  @Test
  void decoderCountsOnTokenByTokenWithItsCache() throws Exception {
    try (OrtSession session = session(Trained.DECODER)) {
      Map<String, OnnxTensor> feeds = new HashMap<>();
      for (String cache : session.getInputNames()) {
        if (!cache.equals("input_ids")) {
          feeds.put(cache, floats(FloatBuffer.allocate(0), 1, 4, 0, 16));
        }
      }
      feeds.put("input_ids", OrtTokens.of(3, 10, 17));
      for (int next = 24; next < 100; next += 7) {
        try (OrtSession.Result result = session.run(feeds)) {
          assertThat(OrtTokens.last(result)).isEqualTo(next);
          feeds.values().forEach(OnnxTensor::close);
          for (String cache : Map.copyOf(feeds).keySet()) {
            if (!cache.equals("input_ids")) {
              String present = cache.replace("past_key_values", "present");
              OnnxTensor kept = (OnnxTensor) result.get(present).orElseThrow();
              feeds.put(cache, floats(kept.getFloatBuffer(), kept.getInfo().getShape()));
            }
          }
          feeds.put("input_ids", OrtTokens.of(next));
        }
      }
      feeds.values().forEach(OnnxTensor::close);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE)
  void isReadAndSplit(Trained model) throws Exception {
    Skeleton skeleton = Skeleton.of(OnnxModel.read(model.write(folder)));
    assertThat(skeleton.weights()).isNotEmpty();
  }

  private static OrtSession session(Trained model) throws Exception {
    return OrtRuns.environment().createSession(model.bytes());
  }

  private static OnnxTensor floats(FloatBuffer values, long... shape) throws Exception {
    return OnnxTensor.createTensor(OrtRuns.environment(), values, shape);
  }

  /** Token ids in, the likeliest next one out. */
  private static final class OrtTokens {
    static OnnxTensor of(long... ids) throws Exception {
      return OnnxTensor.createTensor(
          OrtRuns.environment(), LongBuffer.wrap(ids), new long[] {1, ids.length});
    }

    static int last(OrtSession.Result result) {
      FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
      int from = logits.limit() - 200;
      int best = 0;
      for (int i = 1; i < 200; i++) {
        best = logits.get(from + i) > logits.get(from + best) ? i : best;
      }
      return best;
    }
  }
}
