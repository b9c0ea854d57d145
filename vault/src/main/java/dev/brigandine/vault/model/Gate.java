package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Before a model's engine: so many run, so many wait, the rest is refused. First come, first
 * served. Whose turn it is runs the engine on his own thread; with batching he takes along whoever
 * waits behind him and fits, so that one who is alone is never handed to another thread.
 */
final class Gate {
  /** How far down the line company is looked for, so that a long line costs nobody much. */
  private static final int LOOK = 1000;

  /** 100 µs. */
  private static final long SOON = 100_000;

  private final String model;
  private final int concurrency;
  private final int queue;
  private final ArrayDeque<Turn> waiting = new ArrayDeque<>();

  /** Leaders that wait for company, and how many rows each still takes. */
  private final List<Gathering> gatherings = new ArrayList<>(2);

  private int running;
  private boolean shut;
  private boolean stopping;

  private static final class Gathering {
    final Turn leader;
    final int room;

    Gathering(Turn leader, int room) {
      this.leader = leader;
      this.room = room;
    }
  }

  Gate(String model, int concurrency, int queue) {
    this.model = model;
    this.concurrency = concurrency;
    this.queue = queue;
  }

  /**
   * Waits until it is that turn's time, or until another took it along and is done with it.
   *
   * @return whether it is to lead: then {@link #leave} must follow
   * @throws BrigandineException {@link ErrorCode#OVERLOADED}, {@link ErrorCode#TIMED_OUT}, {@link
   *     ErrorCode#CANCELLED}, {@link ErrorCode#VAULT_UNREACHABLE} if the vault stops
   */
  boolean enter(Turn turn) {
    Turn nudged;
    synchronized (this) {
      if (shut) {
        throw stopping();
      }
      nudged = gathererOf(turn);
      if (running < concurrency && nudged == null) {
        running++;
        turn.state = Turn.State.LEADING;
        return true;
      }
      if (waiting.size() >= queue && nudged == null) {
        throw new BrigandineException(
            ErrorCode.OVERLOADED,
            "model '" + model + "' has " + queue + " requests waiting, as many as it keeps",
            "try again soon");
      }
      turn.state = Turn.State.WAITING;
      waiting.addLast(turn);
      if (nudged != null && !isFull(nudged)) {
        nudged = null;
      }
    }
    if (nudged != null) {
      LockSupport.unpark(nudged.thread);
    }
    return await(turn);
  }

  /** The leader who waits for company like that, or null. */
  private Turn gathererOf(Turn turn) {
    for (Gathering each : gatherings) {
      if (each.leader.fits(turn) && rowsFor(each) + turn.rows <= each.room) {
        return each.leader;
      }
    }
    return null;
  }

  private int rowsFor(Gathering gathering) {
    int rows = 0;
    int looked = 0;
    for (Turn each : waiting) {
      if (looked++ == LOOK || rows >= gathering.room) {
        break;
      }
      rows += gathering.leader.fits(each) ? each.rows : 0;
    }
    return rows;
  }

  private boolean isFull(Turn leader) {
    for (Gathering each : gatherings) {
      if (each.leader == leader) {
        return rowsFor(each) >= each.room;
      }
    }
    return true;
  }

  private boolean await(Turn turn) {
    boolean interrupted = false;
    try {
      while (true) {
        BrigandineException trouble;
        synchronized (this) {
          if (turn.state == Turn.State.LEADING || turn.state == Turn.State.DONE) {
            return turn.state == Turn.State.LEADING;
          }
          interrupted |= Thread.interrupted();
          trouble = interrupted ? interruption() : turn.trouble(stopping);
          if (trouble != null && turn.state != Turn.State.TAKEN) {
            if (turn.state == Turn.State.WAITING) {
              waiting.remove(turn);
            }
            turn.state = Turn.State.GONE;
            turn.leaves();
            throw trouble;
          }
        }
        if (trouble == null) {
          LockSupport.parkNanos(this, Math.max(1, turn.deadline - System.nanoTime()));
        } else {
          LockSupport.parkNanos(this, SOON); // another is at its inputs
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static BrigandineException interruption() {
    return new BrigandineException(ErrorCode.CANCELLED, "the run's thread was interrupted");
  }

  /**
   * Takes along who fits.
   *
   * @param maxRows of all together, the leader's included
   * @param until waits for more until then ({@link System#nanoTime}), unless it is full before
   * @return the leader first, then the others as they came
   */
  List<Turn> collect(Turn leader, int maxRows, long until) {
    while (true) {
      long left;
      synchronized (this) {
        gatherings.removeIf(each -> each.leader == leader);
        Gathering gathering = new Gathering(leader, maxRows - leader.rows);
        left = Math.min(until, leader.deadline) - System.nanoTime();
        if (rowsFor(gathering) >= gathering.room || left <= 0 || leader.trouble(stopping) != null) {
          List<Turn> company = take(gathering);
          promote();
          return company;
        }
        gatherings.add(gathering);
      }
      LockSupport.parkNanos(this, left);
      if (Thread.currentThread().isInterrupted()) {
        until = System.nanoTime(); // to park would not wait any more
      }
    }
  }

  private List<Turn> take(Gathering gathering) {
    List<Turn> company = new ArrayList<>();
    company.add(gathering.leader);
    int rows = 0;
    Iterator<Turn> each = waiting.iterator();
    for (int i = 0; i < LOOK && each.hasNext() && rows < gathering.room; i++) {
      Turn turn = each.next();
      if (gathering.leader.fits(turn)
          && rows + turn.rows <= gathering.room
          && !turn.isCancelled()) {
        each.remove();
        turn.state = Turn.State.TAKEN;
        company.add(turn);
        rows += turn.rows;
      }
    }
    return company;
  }

  /** The inputs of those are read. */
  synchronized void copied(List<Turn> company) {
    for (Turn turn : company) {
      if (turn.state == Turn.State.TAKEN) {
        turn.state = Turn.State.COPIED;
      }
    }
    for (Turn turn : company) {
      if (turn.isCancelled()) {
        LockSupport.unpark(turn.thread);
      }
    }
  }

  /**
   * Another's turn is done.
   *
   * @return false if it left: then nobody will close its answer
   */
  boolean finish(Turn turn, Answer answer, RuntimeException failure) {
    synchronized (this) {
      if (turn.state == Turn.State.GONE) {
        return false;
      }
      turn.answer = answer;
      turn.failure = failure;
      turn.state = Turn.State.DONE;
    }
    LockSupport.unpark(turn.thread);
    return true;
  }

  /**
   * Those who were taken along wait again, before all others.
   *
   * @param alone each is to run by itself
   */
  synchronized void giveBack(List<Turn> company, boolean alone) {
    for (int i = company.size() - 1; i >= 0; i--) {
      Turn turn = company.get(i);
      turn.alone |= alone;
      if (turn.state == Turn.State.TAKEN || turn.state == Turn.State.COPIED) {
        turn.runs(null);
        turn.state = Turn.State.WAITING;
        waiting.addFirst(turn);
      }
    }
  }

  /** The leader's run is over. */
  void leave() {
    synchronized (this) {
      running--;
      promote();
    }
  }

  private void promote() {
    while (running < concurrency && !waiting.isEmpty()) {
      Turn next = waiting.pollFirst();
      running++;
      next.state = Turn.State.LEADING;
      LockSupport.unpark(next.thread);
    }
  }

  /** Lets nobody in any more; who is in goes on. */
  synchronized void shut() {
    shut = true;
  }

  /** Sends away who waits. */
  synchronized void stop() {
    shut = true;
    stopping = true;
    waiting.forEach(turn -> LockSupport.unpark(turn.thread));
  }

  synchronized boolean isStopping() {
    return stopping;
  }

  synchronized int running() {
    return running;
  }

  synchronized int waiting() {
    return waiting.size();
  }

  static BrigandineException stopping() {
    return new BrigandineException(
        ErrorCode.VAULT_UNREACHABLE, "the vault is stopping", "try again when it is back");
  }
}
