package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.config.ModelConfig;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** A shelf under test, and callers of it. */
final class Shelf {
  private Shelf() {}

  static ModelShelf open(Path folder, ModelConfig... configs) {
    return ModelShelf.open(List.of(configs), new OpenGate(), options(folder));
  }

  static ShelfOptions options(Path folder) {
    return ShelfOptions.of(folder.resolve("state"));
  }

  static ServedModel find(ModelShelf shelf, String name) {
    return shelf.find(name, OptionalLong.empty());
  }

  static ModelStatus.Load load(ModelShelf shelf, int index) {
    return shelf.status().get(index).load();
  }

  /** Waits until something is so; for ever, unless it comes true within a minute. */
  static void await(BooleanSupplier so) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come true within a minute");
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  /** Begins a call on a thread of its own. */
  static <T> FutureTask<T> start(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** The code that a call failed with. */
  static ErrorCode failure(FutureTask<?> task) throws InterruptedException {
    try {
      Object value = task.get();
      throw new AssertionError("it did not fail but gave " + value);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrigandineException refusal) {
        return refusal.code();
      }
      throw new AssertionError(e.getCause());
    }
  }

  static ByteBuffer longs(long... values) {
    ByteBuffer data = ByteBuffer.allocateDirect(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(values);
    return data;
  }

  /** For {@link Graphs#loop}. */
  static Request rounds(long rounds, Cancellation cancellation, float... values) {
    return new Request(
        List.of(
            Floats.tensor(Floats.direct(values)),
            new Tensor("n", ElementType.INT64, new long[0], longs(rounds))),
        List.of(),
        cancellation);
  }

  /** Longer than any test. */
  static final long ENDLESS = 1L << 60;
}
