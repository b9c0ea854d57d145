package dev.brigandine.audit.data;

import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.util.List;

/** Samples that lie stacked in tensors, one for each input: the first axis counts them. */
public final class StackedData {
  private StackedData() {}

  /**
   * Takes them apart.
   *
   * @param inputs all of the model's, of any type but strings
   * @param labels one a sample; null for none
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) if they differ in number
   */
  public static AuditData of(List<SampleTensor> inputs, int[] labels, String origin) {
    long count = inputs.get(0).shape().length == 0 ? 0 : inputs.get(0).shape()[0];
    for (SampleTensor input : inputs) {
      if (input.shape().length == 0 || input.shape()[0] != count || !input.strings().isEmpty()) {
        throw bad(
            "input "
                + input.name()
                + " has not as many samples along its first axis as "
                + inputs.get(0).name());
      }
    }
    if (labels != null && labels.length != count) {
      throw bad("there are " + labels.length + " labels for " + count + " samples");
    }
    Samples all =
        Samples.batched(
            Math.toIntExact(count),
            index -> inputs.stream().map(input -> item(input, index)).toList(),
            labels);
    return Split.of(all, Split.MOST_TESTED, origin);
  }

  private static SampleTensor item(SampleTensor stacked, int index) {
    long[] shape = stacked.shape();
    ByteBuffer data = stacked.data();
    int each = (int) (data.remaining() / shape[0]);
    shape[0] = 1;
    return new SampleTensor(
        stacked.name(),
        stacked.type(),
        shape,
        data.slice(data.position() + index * each, each),
        List.of());
  }

  private static BrigandineException bad(String message) {
    return new BrigandineException(
        ErrorCode.BAD_INPUT, message, "write all inputs with numpy.savez, and labels beside them");
  }
}
