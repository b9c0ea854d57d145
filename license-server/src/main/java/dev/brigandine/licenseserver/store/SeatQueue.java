package dev.brigandine.licenseserver.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Decides about seats in batches: what waits while one transaction is written to the disk goes into
 * the next, so that the disk is not waited for once a request. An answer is given when its
 * transaction is on the disk, never before.
 *
 * <p>If a batch fails, nothing of it was done, or, when the connection broke during the commit, it
 * cannot be known whether all of it was; either way each of its calls ends with a {@link
 * StoreException}, and asking again with a higher number is safe: a claim finds its own seat, a
 * renewal its unchanged fence, a release nothing left to do.
 */
public final class SeatQueue implements AutoCloseable {
  private static final int BATCH = 64;
  private static final int WAITING = 1024;
  private static final long PATIENCE = 5;

  private record Item(SeatCall call, CompletableFuture<SeatAnswer> answer) {}

  private final Database database;
  private final BlockingQueue<Item> waiting = new ArrayBlockingQueue<>(WAITING);
  private final List<Thread> workers = new ArrayList<>();
  private volatile boolean closed;

  /** Starts the threads that decide. */
  public SeatQueue(Database database) {
    this.database = database;
    for (int i = 0; i < database.writers(); i++) {
      Thread worker = new Thread(this::work, "brigandine-seats-" + i);
      worker.setDaemon(true);
      worker.start();
      workers.add(worker);
    }
  }

  /**
   * Waits for the answer, at most {@value #PATIENCE} seconds.
   *
   * @throws StoreException if the database is away or full, or more than {@value #WAITING} wait
   */
  public SeatAnswer ask(SeatCall call) {
    Item item = new Item(call, new CompletableFuture<>());
    if (closed || !waiting.offer(item)) {
      throw new StoreException(
          StoreException.Kind.AWAY, "more requests wait than can be answered", null);
    }
    if (closed) {
      // The worker may have emptied the queue just before this one came.
      failWaiting(closing());
    }
    try {
      return item.answer.get(PATIENCE, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StoreException failure) {
        throw new StoreException(failure.kind(), failure.getMessage(), failure);
      }
      throw new StoreException(
          StoreException.Kind.FAILED, "a decision about a seat failed", e.getCause());
    } catch (TimeoutException e) {
      item.answer.cancel(false);
      throw new StoreException(
          StoreException.Kind.AWAY, "the database takes too long to answer", e);
    } catch (InterruptedException e) {
      item.answer.cancel(false);
      Thread.currentThread().interrupt();
      throw new StoreException(StoreException.Kind.AWAY, "interrupted while waiting", e);
    }
  }

  private void work() {
    List<Item> batch = new ArrayList<>(BATCH);
    while (!closed) {
      try {
        batch.clear();
        batch.add(waiting.take());
        waiting.drainTo(batch, BATCH - 1);
        // Whoever gave up has asked again, or will, with a higher number.
        batch.removeIf(item -> item.answer.isDone());
        decide(batch);
      } catch (InterruptedException e) {
        // close() wants this thread to end.
        break;
      } catch (RuntimeException | Error e) {
        batch.forEach(item -> item.answer.completeExceptionally(e));
      }
    }
    failWaiting(closing());
  }

  private void decide(List<Item> batch) {
    if (batch.isEmpty()) {
      return;
    }
    boolean[] decided = new boolean[1];
    try {
      List<SeatAnswer> answers =
          database.write(
              tx -> {
                List<SeatAnswer> list =
                    new SeatBatch(tx).decide(batch.stream().map(Item::call).toList());
                decided[0] = true;
                return list;
              });
      for (int i = 0; i < answers.size(); i++) {
        batch.get(i).answer.complete(answers.get(i));
      }
    } catch (RuntimeException e) {
      boolean away = e instanceof StoreException store && store.kind() == StoreException.Kind.AWAY;
      boolean full = e instanceof StoreException store && store.kind() == StoreException.Kind.FULL;
      if (!away && !full && !decided[0] && batch.size() > 1) {
        // Rolled back before its commit, because of something in it: one must not fail the others.
        batch.forEach(item -> decide(List.of(item)));
        return;
      }
      if (away) {
        // Each further batch would wait for the connection as long as this one did. Before the
        // batch is answered: who asks again upon its answer is not among those who wait now.
        failWaiting(e);
      }
      batch.forEach(item -> item.answer.completeExceptionally(e));
    }
  }

  private void failWaiting(RuntimeException e) {
    List<Item> rest = new ArrayList<>();
    waiting.drainTo(rest);
    rest.forEach(item -> item.answer.completeExceptionally(e));
  }

  private static StoreException closing() {
    return new StoreException(StoreException.Kind.AWAY, "the server is closing", null);
  }

  @Override
  public void close() {
    closed = true;
    workers.forEach(Thread::interrupt);
    for (Thread worker : workers) {
      try {
        worker.join(TimeUnit.SECONDS.toMillis(15));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    failWaiting(closing());
  }
}
