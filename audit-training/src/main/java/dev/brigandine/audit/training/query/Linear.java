package dev.brigandine.audit.training.query;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** A linear layer, solved from answers, on features that the thief can compute. */
final class Linear implements Answering {
  private static final int FLOAT = 1;

  /** What a thief computes of questions. */
  interface Features {
    List<float[]> of(List<float[]> questions) throws Exception;
  }

  private final Thief thief;
  private final Features features;
  private LeastSquares layer;

  Linear(Thief thief, Features features) {
    this.thief = thief;
    this.features = features;
  }

  void solve(List<float[]> questions, List<float[]> answers) throws Exception {
    layer = LeastSquares.fit(features.of(questions), QueryLinearHead.logits(thief, answers));
  }

  @Override
  public Map<String, Tensor> answer(List<SampleTensor> inputs) throws Exception {
    List<float[]> rows = features.of(thief.form().split(inputs));
    int width = layer.apply(rows.get(0)).length;
    ByteBuffer data =
        ByteBuffer.allocate(rows.size() * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : layer.apply(row)) {
        data.putFloat(value);
      }
    }
    long[] shape = {rows.size(), width};
    return Map.of(thief.yardstick().output(), Tensor.of(FLOAT, shape, data.flip()));
  }
}
