package dev.brigandine.vault.grpc;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much is let in at a time: calls, and bytes of their requests. Nobody waits at it; who finds
 * it full is sent away. Safe for all threads.
 */
final class Gate {
  private final int mostCalls;
  private final long mostBytes;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Gate(int mostCalls, long mostBytes) {
    this.mostCalls = mostCalls;
    this.mostBytes = mostBytes;
  }

  /** Once in, {@link #leave} must follow. */
  boolean enter() {
    if (calls.incrementAndGet() > mostCalls) {
      calls.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    calls.decrementAndGet();
  }

  /** Once taken, {@link #give} must follow. A single request always fits if nothing else is in. */
  boolean take(long size) {
    long now = bytes.addAndGet(size);
    if (now > mostBytes && now != size) {
      bytes.addAndGet(-size);
      return false;
    }
    return true;
  }

  void give(long size) {
    bytes.addAndGet(-size);
  }

  int calls() {
    return calls.get();
  }

  long bytes() {
    return bytes.get();
  }
}
