package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Samples;
import dev.brigandine.onnx.SampleTensor;
import java.util.List;
import java.util.Map;

/** Samples under the names that a graph has for its inputs. */
final class Renamed {
  private Renamed() {}

  static List<SampleTensor> of(List<SampleTensor> inputs, Map<String, String> names) {
    return inputs.stream()
        .map(
            input ->
                new SampleTensor(
                    names.getOrDefault(input.name(), input.name()),
                    input.type(),
                    input.shape(),
                    input.data(),
                    input.strings()))
        .toList();
  }

  static Samples of(Samples samples, Map<String, String> names) {
    int[] labels = samples.labels().orElse(null);
    return samples.batched()
        ? Samples.batched(samples.count(), i -> of(samples.item(i), names), labels)
        : Samples.single(samples.count(), i -> of(samples.item(i), names), labels);
  }
}
