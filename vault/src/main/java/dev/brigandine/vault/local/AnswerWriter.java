package dev.brigandine.vault.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.runtime.internal.local.Placed;
import dev.brigandine.runtime.internal.local.Wire;
import dev.brigandine.vault.model.Answer;
import dev.brigandine.vault.model.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Copies an answer into the shared file. Not thread-safe. */
final class AnswerWriter {
  private final List<String> outputs;
  private final List<Placed> placed = new ArrayList<>();

  /**
   * @param outputs names, as the caller counts them
   */
  AnswerWriter(List<String> outputs) {
    this.outputs = outputs;
  }

  /** Says where each output will lie; how many bytes that takes. */
  long place(Answer answer) {
    placed.clear();
    long end = 0;
    for (Tensor output : answer.outputs()) {
      int index = outputs.indexOf(output.name());
      if (index < 0) {
        throw new BrigandineException(
            ErrorCode.MODEL_UNKNOWN,
            "the model was replaced by one with other outputs",
            "connect again");
      }
      long offset = Wire.align(end);
      long length = output.data().remaining();
      placed.add(
          new Placed(index, ElementNumbers.of(output.type()), output.shape(), offset, length));
      end = offset + length;
    }
    return end;
  }

  void write(Answer answer, SharedRegion region) throws IOException {
    int i = 0;
    for (Tensor output : answer.outputs()) {
      region.write(output.data(), placed.get(i++).offset());
    }
  }

  /** As the last answer was placed. */
  List<Placed> placed() {
    return placed;
  }
}
