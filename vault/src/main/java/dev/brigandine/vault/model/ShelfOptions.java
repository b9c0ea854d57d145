package dev.brigandine.vault.model;

import dev.brigandine.license.client.LicenseListener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;

/** What a {@link ModelShelf} needs beside its models. Immutable; start from {@link #of}. */
public final class ShelfOptions {
  /** Bytes. */
  private static final long POOLED = 64L << 20;

  private final Path state;
  private Clock clock = Clock.systemUTC();
  private LicenseListener listener = event -> {};
  private long pooledBytes = POOLED;
  private Consumer<OpenModel> closed = model -> {};

  private ShelfOptions(Path state) {
    this.state = Objects.requireNonNull(state);
  }

  private ShelfOptions copy() {
    ShelfOptions copy = new ShelfOptions(state);
    copy.clock = clock;
    copy.listener = listener;
    copy.pooledBytes = pooledBytes;
    copy.closed = closed;
    return copy;
  }

  /**
   * The system's clock, and 64 MiB of buffers kept for outputs.
   *
   * @param state folder for what must outlive the process: the memory of time, runs counted
   */
  public static ShelfOptions of(Path state) {
    return new ShelfOptions(state);
  }

  /** Reads the time from {@code clock}. */
  public ShelfOptions clock(Clock clock) {
    ShelfOptions copy = copy();
    copy.clock = Objects.requireNonNull(clock);
    return copy;
  }

  /** Tells {@code listener} what licence servers do. */
  public ShelfOptions listener(LicenseListener listener) {
    ShelfOptions copy = copy();
    copy.listener = Objects.requireNonNull(listener);
    return copy;
  }

  /**
   * Keeps at most so many bytes of buffers between runs, of all models together. Larger answers
   * still work; their memory is then made anew each time.
   */
  public ShelfOptions pooledBytes(long bytes) {
    ShelfOptions copy = copy();
    copy.pooledBytes = bytes;
    return copy;
  }

  /** For tests: told when a version's engine was closed. */
  ShelfOptions onClosed(Consumer<OpenModel> observer) {
    ShelfOptions copy = copy();
    copy.closed = observer;
    return copy;
  }

  Path state() {
    return state;
  }

  Clock clock() {
    return clock;
  }

  LicenseListener listener() {
    return listener;
  }

  long pooledBytes() {
    return pooledBytes;
  }

  Consumer<OpenModel> closed() {
    return closed;
  }
}
