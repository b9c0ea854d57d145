package dev.brigandine.vault.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Several requests as one: their inputs under each other, and the outputs' rows apart again. */
final class Company {
  private final List<Turn> turns;
  private final int rows;

  /**
   * @param turns that all fit the first
   */
  Company(List<Turn> turns) {
    this.turns = turns;
    int sum = 0;
    for (Turn turn : turns) {
      sum += turn.rows;
    }
    rows = sum;
  }

  /**
   * Copies the inputs together.
   *
   * @param buffers what was taken from the pool, to give back after the run, is added here
   */
  Tensor[] inputs(BufferPool pool, List<ByteBuffer> buffers) {
    Turn first = turns.get(0);
    Tensor[] inputs = new Tensor[first.inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      Tensor like = first.inputs[i];
      long[] shape = like.shape().clone();
      shape[0] = rows;
      int length = Math.toIntExact(Tensor.elements(like.name(), shape) * like.type().size());
      ByteBuffer together = pool.take(length);
      buffers.add(together);
      int at = 0;
      for (Turn turn : turns) {
        ByteBuffer data = turn.inputs[i].data();
        together.put(at, data, data.position(), data.remaining());
        at += data.remaining();
      }
      inputs[i] = new Tensor(like.name(), like.type(), shape, together);
    }
    return inputs;
  }

  /** Whether each output has as many rows as the inputs. */
  boolean fits(Tensor[] outputs) {
    for (Tensor output : outputs) {
      long[] shape = output.shape();
      if (shape.length == 0 || shape[0] != rows || output.type().size() == 0) {
        return false;
      }
    }
    return true;
  }

  /** For each turn its rows of {@code outputs}, which fit. */
  List<List<Tensor>> apart(Tensor[] outputs) {
    List<List<Tensor>> parts = new ArrayList<>(turns.size());
    int row = 0;
    for (Turn turn : turns) {
      List<Tensor> part = new ArrayList<>(outputs.length);
      for (Tensor output : outputs) {
        ByteBuffer data = output.data();
        int length = data.remaining() / rows;
        long[] shape = output.shape().clone();
        shape[0] = turn.rows;
        part.add(
            new Tensor(
                output.name(),
                output.type(),
                shape,
                data.slice(data.position() + row * length, turn.rows * length)
                    .order(ByteOrder.LITTLE_ENDIAN)));
      }
      row += turn.rows;
      parts.add(List.copyOf(part));
    }
    return parts;
  }
}
