package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * One request on its way through the {@link Gate}: checked, and by whom it is waited for. What is
 * guarded by the gate says so.
 */
final class Turn implements Runnable {
  /** Where a turn is; changed under the gate's lock alone. */
  enum State {
    NEW,
    WAITING,
    /** Its thread runs the engine, for itself and those it took along. */
    LEADING,
    /** Another's thread reads its inputs. */
    TAKEN,
    /** Its inputs are read: it may leave without harm to anybody. */
    COPIED,
    DONE,
    /** It left before its answer came. */
    GONE
  }

  /** In the model's order. */
  final Tensor[] inputs;

  /** Places in the model's list of outputs, in the order wanted. */
  final int[] outputs;

  /** The first axis of all inputs; 0 if it cannot run with others. */
  final int rows;

  final Thread thread = Thread.currentThread();
  final long arrived;
  final long deadline;
  private volatile boolean cancelled;

  /** What to end when it is cancelled; null while its run has not begun. */
  private volatile RunControl control;

  /** Guarded by the gate. */
  State state = State.NEW;

  /** Guarded by the gate: it failed in company and is to try by itself. */
  boolean alone;

  /** Written by whoever leads it, before {@link State#DONE}. */
  Answer answer;

  /** Likewise. */
  RuntimeException failure;

  /** Read and written by whoever leads it. */
  boolean counted;

  /**
   * @param arrived as {@link System#nanoTime}, like the deadline
   */
  Turn(Tensor[] inputs, int[] outputs, int rows, long arrived, long deadline) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.rows = rows;
    this.arrived = arrived;
    this.deadline = deadline;
  }

  /** Its caller cancels it. */
  @Override
  public void run() {
    cancelled = true;
    RunControl running = control;
    if (running != null) {
      running.leave(this);
    }
    LockSupport.unpark(thread);
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** From now on a cancellation counts against that run. */
  void runs(RunControl run) {
    control = run;
    if (cancelled && run != null) {
      run.leave(this);
    }
  }

  void leaves() {
    RunControl running = control;
    if (running != null) {
      running.leave(this);
    }
  }

  /** Whether both may go through the engine as one. */
  boolean fits(Turn other) {
    if (rows == 0 || other.rows == 0 || alone || other.alone) {
      return false;
    }
    if (!Arrays.equals(outputs, other.outputs)) {
      return false;
    }
    for (int i = 0; i < inputs.length; i++) {
      long[] mine = inputs[i].shape();
      long[] its = other.inputs[i].shape();
      if (mine.length != its.length || !Arrays.equals(mine, 1, mine.length, its, 1, its.length)) {
        return false;
      }
    }
    return true;
  }

  /** Why it should not go on, or null. */
  BrigandineException trouble(boolean stopping) {
    if (cancelled) {
      return new BrigandineException(ErrorCode.CANCELLED, "the run was cancelled by its caller");
    }
    if (deadline - System.nanoTime() <= 0) {
      return new BrigandineException(
          ErrorCode.TIMED_OUT,
          "the run was not done within " + (deadline - arrived) / 1_000_000 + " ms",
          "send less at a time, or raise the model's timeout");
    }
    return stopping ? Gate.stopping() : null;
  }
}
