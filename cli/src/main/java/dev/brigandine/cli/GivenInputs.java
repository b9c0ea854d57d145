package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.cli.tensors.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a file's tensors are what a model declares. The SDK checks the same; a comparison runs
 * plain ONNX Runtime first, whose words are others.
 */
final class GivenInputs {
  private GivenInputs() {}

  /** Types were checked as the file was read. */
  static void check(List<Tensor> given, List<TensorSpec> declared) {
    for (TensorSpec spec : declared) {
      Tensor tensor =
          given.stream()
              .filter(one -> one.name().equals(spec.name()))
              .findFirst()
              .orElseThrow(() -> missing(spec, declared));
      if (!fits(tensor.shape(), spec.shape())) {
        throw new BrigandineException(
            ErrorCode.BAD_INPUT,
            "input "
                + Columns.shown(spec.name())
                + " has shape "
                + Arrays.toString(tensor.shape())
                + ", the model wants "
                + Columns.shown(spec.shape().toString()),
            "a name in place of a number stands for any size");
      }
    }
  }

  private static boolean fits(long[] shape, List<String> wanted) {
    if (wanted.equals(List.of("..."))) {
      return true; // not even the number of axes is declared
    }
    boolean fits = shape.length == wanted.size();
    for (int axis = 0; fits && axis < shape.length; axis++) {
      String size = wanted.get(axis);
      boolean fixed = size.chars().allMatch(Character::isDigit);
      fits = !fixed || size.equals(Long.toString(shape[axis]));
    }
    return fits;
  }

  private static BrigandineException missing(TensorSpec spec, List<TensorSpec> declared) {
    String names =
        declared.stream().map(s -> Columns.shown(s.name())).collect(Collectors.joining(", "));
    return new BrigandineException(
        ErrorCode.BAD_INPUT,
        "input " + Columns.shown(spec.name()) + " is missing",
        "the model's inputs are " + names);
  }
}
