package dev.brigandine.vault.model;

import dev.brigandine.runtime.RunOptions;
import java.util.HashSet;
import java.util.Set;

/**
 * One run of the engine, as something that can be ended early: when all whom it is for have left,
 * when their time is over, when the vault stops. ONNX Runtime looks between two nodes, so a run
 * ends with the node it is in, not before.
 */
final class RunControl {
  final RunOptions options;

  /** As {@link System#nanoTime}: of the last of those whom it is for. */
  final long deadline;

  private final int company;
  private Set<Turn> left;
  private boolean over;
  private boolean terminated;

  RunControl(RunOptions options, long deadline, int company) {
    this.options = options;
    this.deadline = deadline;
    this.company = company;
  }

  /** Ends the run if {@code turn} was the last one that it was for. */
  synchronized void leave(Turn turn) {
    if (company == 1) {
      terminate();
      return;
    }
    if (left == null) {
      left = new HashSet<>();
    }
    left.add(turn);
    if (left.size() == company) {
      terminate();
    }
  }

  /** Ends the run, unless it is over: then its options may serve another one already. */
  synchronized void terminate() {
    if (!over && !terminated) {
      terminated = true;
      options.setTerminate(true);
    }
  }

  synchronized boolean isTerminated() {
    return terminated;
  }

  /** The run is over. */
  synchronized void finish() {
    over = true;
  }
}
