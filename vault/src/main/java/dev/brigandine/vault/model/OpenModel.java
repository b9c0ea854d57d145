package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.internal.VaultDoor;
import dev.brigandine.vault.config.ModelConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One version of a model, open. It is held by the shelf and by each run; with the last of them its
 * engine is closed, on a thread of its own, since that may take long and the last run's caller
 * should not wait for it.
 */
final class OpenModel {
  private static final String REFUSED = "refused: ";

  private final ModelConfig config;
  private final List<String> marks;
  private final List<String> licence;
  private final ProtectedModel model;
  private final Face face;
  private final RunControls controls;
  private final Runner runner;
  private final Consumer<OpenModel> observer;

  /** Null if nobody asked for it. */
  private final String batching;

  private final AtomicInteger holds = new AtomicInteger(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Takes {@code model} over, unless it fails.
   *
   * @param marks of its files, from before it was opened
   * @param licence the mark of its licence, likewise
   */
  OpenModel(
      ModelConfig config,
      List<String> marks,
      List<String> licence,
      ProtectedModel model,
      BufferPool pool,
      Deadlines deadlines,
      Consumer<OpenModel> observer) {
    this.config = config;
    this.marks = marks;
    this.licence = licence;
    this.model = model;
    this.observer = observer;
    face = new Face(model);
    controls = new RunControls(deadlines);
    Passage passage = new Passage(model, face, pool);
    runner = new Runner(config, model, face, passage, controls, pool);
    batching =
        config.batching().isEmpty()
            ? null
            : startBatching(config.batching().get(), new Trials(passage, controls, config, pool));
  }

  /** Null if nobody asked for it; else a sentence. */
  private String batchingLine() {
    return batching == null || runner.isBatching() || batching.startsWith(REFUSED)
        ? batching
        : "stopped: an answer had other rows than its requests";
  }

  private String startBatching(ModelConfig.Batching how, Trials trials) {
    Optional<String> reason = new BatchProof(face, trials).reasonAgainst();
    if (reason.isPresent()) {
      return REFUSED + reason.get();
    }
    runner.batching(how);
    return "up to " + how.maxSize() + " rows, waiting " + how.maxDelay().toNanos() / 1000 + " µs";
  }

  ModelConfig config() {
    return config;
  }

  List<String> marks() {
    return marks;
  }

  List<String> licence() {
    return licence;
  }

  ProtectedModel model() {
    return model;
  }

  Face face() {
    return face;
  }

  Runner runner() {
    return runner;
  }

  long version() {
    return model.manifest().modelVersion();
  }

  /** Keeps it open until {@link #letGo}; false if it is too late for that. */
  boolean hold() {
    int now = holds.get();
    while (now > 0) {
      if (holds.compareAndSet(now, now + 1)) {
        return true;
      }
      now = holds.get();
    }
    return false;
  }

  /** Once for each {@link #hold}, and once by the shelf. */
  void letGo() {
    if (holds.decrementAndGet() == 0) {
      new Thread(this::close, "brigandine-close").start();
    }
  }

  private void close() {
    try {
      controls.close();
      model.close();
    } catch (BrigandineException e) {
      // Nobody is left to be told; a seat that was not given back runs out by itself.
    } finally {
      NativeHeap.trim();
      observer.accept(this);
      closed.countDown();
    }
  }

  /**
   * Waits until its engine is closed.
   *
   * @param nanos at most
   */
  boolean awaitClosed(long nanos) throws InterruptedException {
    return closed.await(nanos, TimeUnit.NANOSECONDS);
  }

  /** Why the next run would be refused, as far as can be told without one; or null. */
  BrigandineException trouble() {
    if (!hold()) {
      return Gate.stopping();
    }
    try {
      return VaultDoor.get().trouble(model).orElse(null);
    } finally {
      letGo();
    }
  }

  /**
   * @param reload why a newer one could not take its place, or null
   */
  ModelStatus status(Trouble reload) {
    BrigandineException now = trouble();
    return new ModelStatus(
        config.name(),
        OptionalLong.of(version()),
        Optional.of(model.manifest().bundleId()),
        now == null,
        now != null ? Optional.of(Trouble.of(now)) : Optional.ofNullable(reload),
        Optional.of(ModelStatus.Licence.of(model.license())),
        runner.load(),
        Optional.ofNullable(batchingLine()));
  }
}
