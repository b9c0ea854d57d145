package dev.brigandine.armor;

import dev.brigandine.armor.engine.Stopwatch;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleInputs;
import dev.brigandine.onnx.SampleTensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a rewrite costs at run time, on this machine. */
public final class Measurement {
  private Measurement() {}

  /**
   * Runs both models in turn on one thread; see {@link Stopwatch}.
   *
   * @param keys those that {@code armored} was rewritten with
   * @param samples inputs in the original's names, one list a run, of which the first is used; one
   *     is drawn if there are none
   * @param budget about how long to measure
   * @return the rewritten model's time as a share of the original's, less 1: 0.03 is 3% more. Below
   *     0 where it is quicker, or the machine busy
   * @throws OnnxException ({@code not-runnable}) if one of them does not run, ({@code no-sample})
   *     if none can be drawn
   */
  public static double cost(
      OnnxModel original,
      ArmoredModel armored,
      KeyTensorSource keys,
      List<List<SampleTensor>> samples,
      Duration budget)
      throws OnnxException {
    List<SampleTensor> sample =
        samples.isEmpty() ? SampleInputs.of(original).draw(1) : samples.get(0);
    List<SampleTensor> inputs = new ArrayList<>(Proof.renamed(sample, armored.names()));
    for (int i = 0; i < armored.keys().size(); i++) {
      KeyTensor key = armored.keys().get(i);
      inputs.add(Proof.tensor(key, keys.derive(i, key)));
    }
    return Stopwatch.ratio(original, sample, armored.model(), inputs, budget) - 1;
  }
}
