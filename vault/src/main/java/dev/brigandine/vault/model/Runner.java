package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.internal.VaultDoor;
import dev.brigandine.vault.config.ModelConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Requests of one open model, from the check to the answer. Each is counted against the licence by
 * itself, when its run begins: one that waited in vain costs nothing.
 */
final class Runner {
  private final ProtectedModel model;
  private final Face face;
  private final Passage passage;
  private final Gate gate;
  private final RunControls controls;
  private final BufferPool pool;
  private final long timeout;
  private final VaultDoor door = VaultDoor.get();

  /** Null unless runs of several callers are put together. */
  private volatile ModelConfig.Batching batching;

  private final LongAdder served = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder batches = new LongAdder();

  Runner(
      ModelConfig config,
      ProtectedModel model,
      Face face,
      Passage passage,
      RunControls controls,
      BufferPool pool) {
    this.model = model;
    this.face = face;
    this.passage = passage;
    this.controls = controls;
    this.pool = pool;
    gate = new Gate(config.name(), config.concurrency(), config.queue());
    timeout = config.timeout().toNanos();
  }

  /** From now on; null for not at all. */
  void batching(ModelConfig.Batching how) {
    batching = how;
  }

  boolean isBatching() {
    return batching != null;
  }

  Gate gate() {
    return gate;
  }

  ModelStatus.Load load() {
    return new ModelStatus.Load(
        served.sum(), refused.sum(), gate.running(), gate.waiting(), batches.sum());
  }

  /**
   * @throws BrigandineException as {@link ServedModel#run}
   */
  Answer run(Request request) {
    boolean done = false;
    try {
      Answer answer = answer(request);
      done = true;
      return answer;
    } finally {
      (done ? served : refused).increment();
    }
  }

  private Answer answer(Request request) {
    Tensor[] inputs = face.inputs(request);
    int[] outputs = face.outputs(request);
    long now = System.nanoTime();
    int rows = batching == null ? 0 : rows(inputs);
    Turn turn = new Turn(inputs, outputs, rows, now, now + timeout);
    request.cancellation().onCancel(turn);
    try {
      if (gate.enter(turn)) {
        lead(turn);
      }
    } finally {
      request.cancellation().onCancel(null);
    }
    if (turn.failure != null) {
      throw turn.failure;
    }
    return turn.answer;
  }

  /** 0 if such inputs cannot be put under others. */
  private static int rows(Tensor[] inputs) {
    long rows = -1;
    for (Tensor input : inputs) {
      long[] shape = input.shape();
      if (shape.length == 0 || input.type().size() == 0 || (rows >= 0 && rows != shape[0])) {
        return 0;
      }
      rows = shape[0];
    }
    return rows > 0 && rows < Integer.MAX_VALUE ? (int) rows : 0;
  }

  private void lead(Turn turn) {
    try {
      BrigandineException trouble = turn.trouble(gate.isStopping());
      if (trouble != null) {
        throw trouble;
      }
      count(turn);
      ModelConfig.Batching how = batching;
      if (how == null || turn.rows == 0 || turn.rows >= how.maxSize() || turn.alone) {
        turn.answer = single(turn);
        return;
      }
      long delay = how.maxDelay().toNanos();
      List<Turn> company = gate.collect(turn, how.maxSize(), turn.arrived + delay);
      trouble = turn.trouble(gate.isStopping());
      if (trouble != null) {
        gate.giveBack(company, false);
        throw trouble;
      }
      if (company.size() > 1) {
        company = countOthers(company);
      }
      if (company.size() == 1 || !together(turn, company)) {
        turn.answer = single(turn);
      }
    } finally {
      gate.leave();
    }
  }

  private void count(Turn turn) {
    if (!turn.counted) {
      door.count(model);
      turn.counted = true;
    }
  }

  /** The leader and those whom the licence lets run. */
  private List<Turn> countOthers(List<Turn> company) {
    List<Turn> counted = new ArrayList<>(company.size());
    counted.add(company.get(0));
    for (Turn turn : company.subList(1, company.size())) {
      try {
        count(turn);
        counted.add(turn);
      } catch (RuntimeException e) {
        gate.finish(turn, null, e);
      }
    }
    return counted;
  }

  private Answer single(Turn turn) {
    RunControl control = controls.begin(turn.deadline, 1);
    try {
      turn.runs(control);
      Raw raw = passage.run(turn.inputs, turn.outputs, control);
      return new PooledAnswer(
          List.of(raw.outputs()),
          model.manifest().modelVersion(),
          new PooledAnswer.Memory(raw.pooled(), pool, 1));
    } catch (BrigandineException e) {
      throw control.isTerminated() ? ended(turn) : e;
    } finally {
      turn.runs(null);
      controls.end(control);
    }
  }

  private BrigandineException ended(Turn turn) {
    BrigandineException trouble = turn.trouble(gate.isStopping());
    return trouble != null ? trouble : Gate.stopping();
  }

  /**
   * Runs them as one.
   *
   * @return false if the leader is yet to run, by itself; so will the others then
   */
  private boolean together(Turn leader, List<Turn> company) {
    long deadline = leader.deadline;
    for (Turn turn : company) {
      deadline = turn.deadline - deadline > 0 ? turn.deadline : deadline;
    }
    RunControl control = controls.begin(deadline, company.size());
    List<ByteBuffer> buffers = new ArrayList<>();
    boolean settled = false;
    try {
      Company together = new Company(company);
      Tensor[] inputs = together.inputs(pool, buffers);
      company.forEach(turn -> turn.runs(control));
      gate.copied(company);
      Raw raw = passage.run(inputs, leader.outputs, control);
      if (!together.fits(raw.outputs())) {
        batching = null; // what was proved when it was opened does not hold
        raw.pooled().forEach(pool::giveBack);
        return false;
      }
      batches.increment();
      handOut(company, together.apart(raw.outputs()), raw.pooled());
      settled = true;
      return true;
    } catch (RuntimeException | OutOfMemoryError e) {
      if (control.isTerminated()) {
        settled = true;
        endAll(leader, company);
      }
      return settled;
    } finally {
      if (!settled) {
        gate.giveBack(company, true);
      }
      controls.end(control);
      buffers.forEach(pool::giveBack);
    }
  }

  private void handOut(List<Turn> company, List<List<Tensor>> parts, List<ByteBuffer> pooled) {
    PooledAnswer.Memory memory = new PooledAnswer.Memory(pooled, pool, company.size());
    long version = model.manifest().modelVersion();
    company.get(0).answer = new PooledAnswer(parts.get(0), version, memory);
    for (int i = 1; i < company.size(); i++) {
      Answer answer = new PooledAnswer(parts.get(i), version, memory);
      if (!gate.finish(company.get(i), answer, null)) {
        answer.close();
      }
    }
  }

  private void endAll(Turn leader, List<Turn> company) {
    leader.failure = ended(leader);
    for (Turn turn : company.subList(1, company.size())) {
      gate.finish(turn, null, ended(turn));
    }
  }
}
