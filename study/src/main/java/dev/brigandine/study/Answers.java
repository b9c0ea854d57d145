package dev.brigandine.study;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/** A written model's answers, and what to make of answers. */
final class Answers {
  private Answers() {}

  /** The class of the highest of ten logits of the image at {@code index}. */
  static int top(float[] logits, int index) {
    int best = 0;
    for (int i = 1; i < 10; i++) {
      if (logits[10 * index + i] > logits[10 * index + best]) {
        best = i;
      }
    }
    return best;
  }

  /** By ONNX Runtime, in one batch. */
  static float[] of(byte[] model, float[] images) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {images.length / GreyImages.PIXELS, 1, 28, 28};
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (OrtSession session = environment.createSession(model, options);
          OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
          OrtSession.Result result = session.run(Map.of("images", input))) {
        FloatBuffer logits = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] all = new float[logits.remaining()];
        logits.get(all);
        return all;
      }
    }
  }
}
