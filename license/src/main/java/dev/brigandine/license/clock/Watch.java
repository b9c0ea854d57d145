package dev.brigandine.license.clock;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.License;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * The time as far as one open licence is concerned, from its opening on. It starts where memory,
 * clock and witnesses agree, and goes on by whichever is further of the clock and a ticker that
 * nobody can set: a clock that is turned back while the model is open does not stop it, a machine
 * that slept does not fall behind.
 *
 * <p>Thread-safe. What was seen is remembered every 10 minutes (with a hardware counter, every
 * hour) and at {@link #close()}; a process that is killed loses what came since.
 */
public final class Watch implements AutoCloseable {
  private static final long STEP_SECONDS = 600;

  /** Hardware counters wear out. */
  private static final long COUNTER_STEP_SECONDS = 3600;

  /** What differs by less is not worth a write. */
  private static final long WORTH_SECONDS = 60;

  private final String licence;
  private final Timekeeper.Terms terms;
  private final Memory memory;
  private final Clock clock;
  private final Ticker ticker;

  /** Null without hardware. */
  private final HardwareCounter counter;

  private volatile Base base;
  private volatile long nextSave;

  /** Seconds; -1 if nothing is remembered. */
  private long saved;

  private boolean lower;
  private boolean closed;

  private Watch(
      License license, Memory memory, Clock clock, Ticker ticker, HardwareCounter counter) {
    this.licence = license.id();
    this.terms =
        new Timekeeper.Terms(
            license.issuedAt(),
            license.notBefore(),
            license.expires(),
            license.conditions().clock());
    this.memory = memory;
    this.clock = clock;
    this.ticker = ticker;
    this.counter = counter;
  }

  /** A moment by all clocks at once, and the latest time seen since. */
  private static final class Base {
    final long millis;
    final long system;
    final long nanos;

    /** Two threads may both raise it; that the lower one wins for a moment does no harm. */
    volatile long highest;

    Base(Instant time, Clock clock, Ticker ticker) {
      millis = time.toEpochMilli();
      highest = millis;
      system = clock.millis();
      nanos = ticker.nanos();
    }
  }

  /**
   * Begins, and refuses if the licence does not hold now. Where the licence needs a memory, or
   * there is a counter, what is seen is on the disk when this returns; else {@link #save()} is left
   * to the caller, who may do it beside other work.
   *
   * @param memory closed with this watch, also if this refuses
   * @param counter null if there is none
   * @param witnesses as {@link Memory#requireNotRevoked} and a server gave them
   * @throws BrigandineException {@link ErrorCode#LICENSE_EXPIRED} before and after the licence's
   *     time, {@link ErrorCode#CLOCK_TURNED_BACK}, {@link ErrorCode#TAMPERED} if the memory was
   *     edited, {@link ErrorCode#IO} if a memory that is needed cannot be written
   */
  public static Watch open(
      License license,
      Memory memory,
      Clock clock,
      Ticker ticker,
      HardwareCounter counter,
      List<Witness> witnesses) {
    Watch watch = new Watch(license, memory, clock, ticker, counter);
    boolean done = false;
    try {
      watch.begin(witnesses);
      done = true;
      return watch;
    } finally {
      if (!done) {
        memory.close();
      }
    }
  }

  private void begin(List<Witness> witnesses) {
    Timekeeper.Past past = past();
    Verdict verdict = Timekeeper.decide(clock.instant(), terms, past, witnesses);
    if (!verdict.learns()) {
      throw verdict.refusal();
    }
    base = new Base(verdict.time(), clock, ticker);
    saved = past.time().present() ? past.time().value() : -1;
    lower = verdict.lowers();
    nextSave = base.millis + step();
    if (verdict.refusal() != null) {
      save();
      throw verdict.refusal();
    }
    if (terms.policy().memoryRequired() || counter != null) {
      try {
        write(counter != null);
      } catch (IOException e) {
        throw cannotKeep(e);
      }
    }
  }

  private long step() {
    return 1000 * (counter == null ? STEP_SECONDS : COUNTER_STEP_SECONDS);
  }

  private Timekeeper.Past past() {
    Recall time = memory.time(licence);
    if (counter == null) {
      return Timekeeper.Past.without(time);
    }
    try {
      return memory.past(time, counter);
    } catch (IOException e) {
      throw cannotKeep(e);
    }
  }

  private BrigandineException cannotKeep(IOException cause) {
    return new BrigandineException(
        ErrorCode.IO,
        "what this device saw of the time cannot be kept in " + memory.folder(),
        "the licence needs it kept; make that folder writable, or name another one",
        cause);
  }

  /** The time now: never earlier than any that this watch told before. */
  public Instant now() {
    return Instant.ofEpochMilli(millis());
  }

  private long millis() {
    Base from = base;
    long ticked = (ticker.nanos() - from.nanos) / 1_000_000;
    long millis = from.millis + Math.max(ticked, clock.millis() - from.system);
    long highest = from.highest;
    if (millis <= highest) {
      return highest;
    }
    from.highest = millis;
    return millis;
  }

  /**
   * Refuses once the licence no longer holds; remembers the time now and then.
   *
   * @throws BrigandineException {@link ErrorCode#LICENSE_EXPIRED}
   */
  public void check() {
    long millis = millis();
    if (millis >= nextSave) {
      nextSave = millis + step();
      save();
    }
    if (millis < terms.notBefore().toEpochMilli() || millis >= terms.expires().toEpochMilli()) {
      throw Timekeeper.outside(Instant.ofEpochMilli(millis), terms);
    }
  }

  /**
   * Takes somebody's word for the time: a later one moves this watch on; one that is fresh also
   * back, if it is behind by more than the licence lets clocks differ.
   */
  public synchronized void hear(Witness witness) {
    Instant now = now();
    boolean back = witness.fresh() && witness.time().plus(terms.policy().back()).isBefore(now);
    if (back || witness.time().isAfter(now)) {
      Instant time = witness.time();
      base = new Base(time.isBefore(terms.issuedAt()) ? terms.issuedAt() : time, clock, ticker);
      nextSave = base.millis + step();
      lower |= back;
    }
  }

  /** Remembers what was seen, if that is worth it. A failure to write is passed over. */
  public synchronized void save() {
    if (closed) {
      return;
    }
    try {
      write(false);
    } catch (IOException | BrigandineException e) {
      // Best effort here: where the licence needs the memory, opening it wrote or refused.
    }
  }

  private synchronized void write(boolean always) throws IOException {
    long seconds = Timekeeper.remember(now(), terms);
    boolean ended = seconds == terms.expires().getEpochSecond() && saved < seconds;
    if (!always && !lower && !ended && saved >= 0 && seconds - saved < WORTH_SECONDS) {
      return;
    }
    memory.rememberTime(licence, seconds, lower);
    if (counter != null) {
      memory.count(seconds, lower, counter);
    }
    saved = seconds;
    lower = false;
  }

  /** Remembers what was seen, and wipes the memory's key. Closing twice is harmless. */
  @Override
  public synchronized void close() {
    if (!closed) {
      save();
      closed = true;
      memory.close();
    }
  }

  @Override
  public String toString() {
    return "Watch[" + licence + " at " + now() + "]";
  }
}
