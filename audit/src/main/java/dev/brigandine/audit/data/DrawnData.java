package dev.brigandine.audit.data;

import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.SampleTensor;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Samples drawn after the model's own description of its inputs, for want of real ones. A copy is
 * scored by its agreement with the original on them, which flatters neither side but is no
 * accuracy.
 */
public final class DrawnData {
  private static final int COUNT = 640;

  private DrawnData() {}

  /** 640 samples, one of the model's batch each; the same for the same seed. */
  public static AuditData of(OnnxModel model, long seed) throws OnnxException {
    SampleInputs inputs = SampleInputs.of(model);
    Map<String, Long> one = Map.of("batch", 1L);
    List<SampleTensor> first = inputs.draw(seed, one);
    boolean batched =
        inputs.dimensions().contains("batch")
            && first.stream().allMatch(t -> t.shape().length > 0 && t.shape()[0] == 1);
    Samples all =
        batched
            ? Samples.batched(COUNT, index -> draw(inputs, seed + index, one), null)
            : Samples.single(COUNT, index -> draw(inputs, seed + index, one), null);
    return Split.of(
        all, Split.MOST_TESTED, COUNT + " samples drawn by the model's inputs, seed " + seed);
  }

  private static List<SampleTensor> draw(SampleInputs inputs, long seed, Map<String, Long> dims) {
    try {
      return inputs.draw(seed, dims);
    } catch (OnnxException e) {
      throw new UncheckedIOException(e);
    }
  }
}
