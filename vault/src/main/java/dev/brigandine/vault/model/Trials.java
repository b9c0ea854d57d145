package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.vault.config.ModelConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs of samples, which nobody asked for and nobody counts. */
final class Trials {
  private final Passage passage;
  private final RunControls controls;
  private final BufferPool pool;
  private final long timeout;

  Trials(Passage passage, RunControls controls, ModelConfig config, BufferPool pool) {
    this.passage = passage;
    this.controls = controls;
    this.pool = pool;
    timeout = config.timeout().toNanos();
  }

  /** All of {@code wanted}, in memory of their own; empty if the engine refuses the sample. */
  Optional<Tensor[]> run(Tensor[] inputs, int[] wanted) {
    RunControl control = controls.begin(System.nanoTime() + timeout, 1);
    try {
      Raw raw = passage.run(inputs, wanted, control);
      Tensor[] copies = new Tensor[raw.outputs().length];
      for (int i = 0; i < copies.length; i++) {
        copies[i] = copy(raw.outputs()[i]);
      }
      raw.pooled().forEach(pool::giveBack);
      return Optional.of(copies);
    } catch (BrigandineException e) {
      return Optional.empty();
    } finally {
      controls.end(control);
    }
  }

  /** The same of several as one. */
  Optional<Tensor[]> run(Company company, int[] wanted) {
    List<ByteBuffer> buffers = new ArrayList<>();
    try {
      return run(company.inputs(pool, buffers), wanted);
    } finally {
      buffers.forEach(pool::giveBack);
    }
  }

  private static Tensor copy(Tensor tensor) {
    ByteBuffer data = tensor.data();
    ByteBuffer copy = ByteBuffer.allocate(data.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    copy.put(0, data, data.position(), data.remaining());
    return new Tensor(tensor.name(), tensor.type(), tensor.shape(), copy);
  }
}
