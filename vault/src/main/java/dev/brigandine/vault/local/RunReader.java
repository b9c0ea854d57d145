package dev.brigandine.vault.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.runtime.internal.local.Placed;
import dev.brigandine.runtime.internal.local.Run;
import dev.brigandine.runtime.internal.local.Wire;
import dev.brigandine.vault.model.Cancellation;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Request;
import dev.brigandine.vault.model.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a run's inputs out of the shared file into memory that the caller cannot reach, and only
 * then looks at them. The memory is used again for the next run. Not thread-safe.
 */
final class RunReader {
  private static final int FIRST = 64 << 10;

  /** Holes between tensors that are read along, to read them all at once. */
  private static final long HOLES = 64 << 10;

  private final List<String> inputs;
  private final List<String> outputs;
  private ByteBuffer memory = ByteBuffer.allocateDirect(FIRST);

  /**
   * @param inputs names, as the caller counts them
   * @param outputs names, as the caller counts them
   */
  RunReader(List<String> inputs, List<String> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) if what was placed lies; ({@link
   *     ErrorCode#OVERLOADED}) if there is no memory for it
   */
  Request read(Run run, SharedRegion region, Cancellation cancellation) throws IOException {
    List<Placed> placed = run.inputs();
    boolean[] seen = new boolean[inputs.size()];
    long sum = 0;
    long start = Long.MAX_VALUE;
    long end = 0;
    for (Placed one : placed) {
      check(one, region, seen);
      sum = Wire.align(sum) + one.length();
      start = Math.min(start, one.offset());
      end = Math.max(end, one.offset() + one.length());
    }
    if (sum > region.size()) {
      throw bad("the inputs lie one upon the other");
    }
    List<Tensor> tensors =
        end - start <= sum + HOLES
            ? together(placed, region, start, end)
            : apart(placed, region, sum);
    List<String> wanted = new ArrayList<>(run.outputs().size());
    for (int index : run.outputs()) {
      if (index >= outputs.size()) {
        throw bad("there is no output " + index + ", the model has " + outputs.size());
      }
      wanted.add(outputs.get(index));
    }
    return new Request(tensors, wanted, cancellation);
  }

  private void check(Placed one, SharedRegion region, boolean[] seen) {
    if (one.index() >= inputs.size()) {
      throw bad("there is no input " + one.index() + ", the model has " + inputs.size());
    }
    String name = inputs.get(one.index());
    if (seen[one.index()]) {
      throw bad("input '" + name + "' comes twice");
    }
    seen[one.index()] = true;
    if (!one.within(region.size())) {
      throw bad(
          "input '"
              + name
              + "' is said to lie at "
              + one.offset()
              + " and have "
              + one.length()
              + " bytes, the shared file has "
              + region.size());
    }
    // Before anything is copied for it; whether it has as many bytes, the tensor checks.
    Tensor.elements(name, one.shape());
  }

  private List<Tensor> together(List<Placed> placed, SharedRegion region, long start, long end)
      throws IOException {
    if (placed.isEmpty()) {
      return List.of();
    }
    ByteBuffer room = room(end - start);
    region.read(room, start);
    List<Tensor> tensors = new ArrayList<>(placed.size());
    for (Placed one : placed) {
      tensors.add(tensor(one, (int) (one.offset() - start)));
    }
    return tensors;
  }

  private List<Tensor> apart(List<Placed> placed, SharedRegion region, long sum)
      throws IOException {
    ByteBuffer room = room(sum);
    List<Tensor> tensors = new ArrayList<>(placed.size());
    int at = 0;
    for (Placed one : placed) {
      at = (int) Wire.align(at);
      region.read(room.slice(at, (int) one.length()), one.offset());
      tensors.add(tensor(one, at));
      at += (int) one.length();
    }
    return tensors;
  }

  private Tensor tensor(Placed one, int at) {
    ElementType type = ElementNumbers.of(one.type());
    ByteBuffer data = memory.slice(at, (int) one.length()).order(ByteOrder.LITTLE_ENDIAN);
    return new Tensor(inputs.get(one.index()), type, one.shape(), data);
  }

  private ByteBuffer room(long bytes) {
    if (bytes > memory.capacity()) {
      memory = Memory.direct(bytes);
    }
    return memory.clear().limit((int) bytes);
  }

  private static BrigandineException bad(String message) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message, null);
  }
}
