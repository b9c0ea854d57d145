package dev.brigandine.vault.model;

import dev.brigandine.bundle.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a model answers each row as if it were alone. It need not: quantization with one scale
 * for a whole tensor, or anything that sums over the first axis, lets callers see each other in
 * their answers. Samples are run alone and together, and held against each other as {@code
 * docs/decisions/0019-proof.md} says; so are samples beside rows of NaN and of large numbers. A
 * difference that shows on other inputs only is not found.
 */
final class BatchProof {
  private static final long SEED = 0x6272_6967L;

  /** Of open axes but the first, one after the other until the engine takes two. */
  private static final int[] SIZES = {8, 32, 3, 1, 64, 224};

  /** Of integers, where the engine takes them: a table of two rows is the least there is. */
  private static final int BOUND = 10;

  /** How samples are put together: by their numbers. */
  private static final int[][] COMPANIES = {{0, 1, 2, 3, 4}, {3, 1}, {4, 0, 2}, {2, 2}};

  private static final int ROWS = 5;

  private final Face face;
  private final Trials trials;
  private final Samples samples;
  private final int[] outputs;

  BatchProof(Face face, Trials trials) {
    this.face = face;
    this.trials = trials;
    samples = new Samples(face, SEED);
    outputs = new int[face.outputs().size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = i;
    }
  }

  /** Why rows of several callers are not to be put together, one sentence; empty if they may. */
  Optional<String> reasonAgainst() {
    if (!haveOpenFirstAxis()) {
      return Optional.of("its inputs and outputs have no open first axis in common");
    }
    int sizes = 0;
    boolean any = false;
    for (int size : SIZES) {
      if (sizes < 2 && runs(samples.row(size))) {
        if (!any) {
          raiseBounds(size);
        }
        any = true;
        Optional<String> reason = compare(size);
        if (reason.isPresent()) {
          return reason;
        }
        sizes++;
        if (!hasOtherOpenAxes()) {
          break;
        }
      }
    }
    return any ? Optional.empty() : Optional.of("no sample of its declared shapes runs");
  }

  private boolean haveOpenFirstAxis() {
    String symbol = null;
    for (int i = 0; i < face.inputs().size(); i++) {
      long[] shape = face.inputShape(i);
      if (face.inputType(i) == ElementType.BYTES || shape.length == 0 || shape[0] >= 0) {
        return false;
      }
      String word = face.inputs().get(i).shape().get(0);
      if (!word.equals("?")) {
        if (symbol != null && !symbol.equals(word)) {
          return false;
        }
        symbol = word;
      }
    }
    for (TensorSpec output : face.outputs()) {
      if (output.type().equals(ElementType.BYTES.word())) {
        return false;
      }
    }
    return !face.inputs().isEmpty();
  }

  private boolean hasOtherOpenAxes() {
    for (int i = 0; i < face.inputs().size(); i++) {
      long[] shape = face.inputShape(i);
      for (int axis = 1; axis < shape.length; axis++) {
        if (shape[axis] < 0) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean runs(Tensor[] inputs) {
    return trials.run(inputs, outputs).isPresent();
  }

  private void raiseBounds(int size) {
    for (int i = 0; i < face.inputs().size(); i++) {
      if (samples.isInteger(i)) {
        samples.bound(i, BOUND);
        if (!runs(samples.row(size))) {
          samples.bound(i, 2);
        }
      }
    }
  }

  private Optional<String> compare(int size) {
    List<Tensor[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(samples.row(size));
    }
    rows.add(Samples.filled(rows.get(0), Float.NaN));
    rows.add(Samples.filled(rows.get(1), 1e4f));
    List<Tensor[]> alone = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Optional<Tensor[]> answer = trials.run(rows.get(i), outputs);
      if (answer.isEmpty()) {
        return Optional.of("a sample of its declared shapes does not run");
      }
      alone.add(answer.get());
    }
    for (int[] company : COMPANIES) {
      Optional<String> reason = compare(rows, alone, company, company.length);
      if (reason.isPresent()) {
        return reason;
      }
    }
    // Nobody holds an answer to NaN against anything, only those beside it.
    return compare(rows, alone, new int[] {2, 3, ROWS, ROWS + 1}, 2);
  }

  /**
   * @param compared how many of them, from the first on, must have the answers they have alone
   */
  private Optional<String> compare(
      List<Tensor[]> rows, List<Tensor[]> alone, int[] numbers, int compared) {
    List<Turn> turns = new ArrayList<>();
    for (int number : numbers) {
      turns.add(new Turn(rows.get(number), outputs, 1, 0, 0));
    }
    Company company = new Company(turns);
    Optional<Tensor[]> answer = trials.run(company, outputs);
    if (answer.isEmpty()) {
      return Optional.of(numbers.length + " samples that run alone do not run together");
    }
    if (!company.fits(answer.get())) {
      return Optional.of("not all of its outputs have a row for each row of its inputs");
    }
    List<List<Tensor>> parts = company.apart(answer.get());
    for (int i = 0; i < compared; i++) {
      for (int output = 0; output < outputs.length; output++) {
        double difference =
            Likeness.difference(alone.get(numbers[i])[output], parts.get(i).get(output));
        if (difference > 0) {
          return Optional.of(
              String.format(
                  Locale.ROOT,
                  "a row's answer changes with the rows beside it (output %d by %.1e of its scale)",
                  output + 1,
                  difference));
        }
      }
    }
    return Optional.empty();
  }
}
