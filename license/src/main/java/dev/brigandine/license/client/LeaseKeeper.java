package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Lease;
import dev.brigandine.license.License;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Decides what to ask of the server when, and whether runs are granted meanwhile. {@link #step} is
 * one move and is called by one thread at a time; {@link #check} by any.
 */
final class LeaseKeeper {
  /** What {@link #step} returns when there is nothing more to do. */
  static final long STOP = -1;

  private static final long SECOND = 1_000_000_000L;

  /** How long a run waits for runs to be granted, in nanoseconds. */
  private static final long MAX_WAIT = 5 * SECOND;

  private static final long MAX_BACKOFF = 30 * SECOND;
  private static final long SOON_MILLIS = 7L * 24 * 3600 * 1000;

  private final SeatCalls calls;
  private final License license;
  private final long heartbeat;
  private final Clocks clocks;
  private final Listeners listeners;
  private final DoubleSupplier jitter;
  private final Runnable poke;
  private volatile Consumer<Lease> follower = fresh -> {};

  private final Object granting = new Object();
  private volatile Term term;
  private volatile Failure failure;
  private volatile boolean stopped;

  private volatile Lease lease;
  private boolean mustClaim;
  private boolean fenced;
  private boolean lostTold;
  private boolean soonTold;
  private int failures;

  /** Why runs are refused once the term is over. */
  private record Failure(ErrorCode code, String message, String hint) {
    BrigandineException toException() {
      return new BrigandineException(code, message, hint);
    }
  }

  /**
   * A keeper without a lease.
   *
   * @param license a floating one
   * @param jitter from 0 to 1
   * @param poke called when {@link #step} should come sooner than it said
   */
  LeaseKeeper(
      SeatCalls calls,
      License license,
      Clocks clocks,
      Listeners listeners,
      DoubleSupplier jitter,
      Runnable poke) {
    this.calls = calls;
    this.license = license;
    this.heartbeat = license.conditions().lease().orElseThrow().heartbeat().toNanos();
    this.clocks = clocks;
    this.listeners = listeners;
    this.jitter = jitter;
    this.poke = poke;
  }

  /** Takes a seat. */
  void begin() throws ServerAwayException {
    accept(calls.claim(), true);
  }

  /**
   * Goes on with a lease from before, since the server is away. The first word to the server is a
   * claim: whether it gave this instance another fence meanwhile is not known.
   */
  void beginWith(Lease kept, BrigandineException away) {
    lease = kept;
    term = Term.ofKept(kept, clocks.millis(), clocks);
    mustClaim = true;
    failed(away);
  }

  /** Shows every lease that comes from now on to {@code consumer}. */
  void tell(Consumer<Lease> consumer) {
    follower = consumer;
  }

  /** How long until the first {@link #step}, in nanoseconds. */
  long firstDelay() {
    return failures > 0 ? backoff(-1) : nextHeartbeat();
  }

  /**
   * Says what the time is, by somebody who knows it better than the wall's clock. Matters for a
   * lease from before alone: the length of any other was measured.
   *
   * @param now milliseconds since 1970
   */
  void follow(long now) {
    if (mustClaim && failures > 0) {
      term = Term.ofKept(lease, now, clocks);
    }
  }

  /** Refuses unless the lease is good now. Costs two looks at a clock. */
  void check() {
    if (stopped || term.isOver(clocks)) {
      poke.run();
      Failure why = failure;
      throw why != null
          ? why.toException()
          : new BrigandineException(
              ErrorCode.LEASE_LOST,
              "the lease ended before it was renewed",
              "try again in a moment; if this machine slept, the server is asked again now");
    }
  }

  /** Whether runs come with the lease. */
  boolean countsRuns() {
    return term.runs() >= 0;
  }

  /**
   * Takes a few of the runs that came with the lease; waits a little for more if there are none.
   */
  long reserve() {
    check();
    Term now = term;
    long taken;
    while ((taken = now.take()) == 0) {
      Term newer = awaitAnother(now);
      boolean more = newer.used() != now.used() || newer.runs() > now.runs();
      if (!more) {
        check();
        throw new BrigandineException(
            ErrorCode.LICENSE_EXPIRED,
            "all runs that the licence server granted are used",
            "ask the vendor for more; if the server was away, try again");
      }
      now = newer;
    }
    if (now.isLow()) {
      poke.run();
    }
    return taken;
  }

  /** Gives back runs of the lease as it is now, which were not used. */
  void giveBack(long unused) {
    term.used().updateAndGet(used -> Math.max(0, used - unused));
  }

  /** The next term, or the same after a while. */
  private Term awaitAnother(Term now) {
    poke.run();
    long until = System.nanoTime() + MAX_WAIT;
    synchronized (granting) {
      long left = MAX_WAIT;
      while (term == now && !stopped && left > 0) {
        try {
          granting.wait(left / 1_000_000 + 1);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return term;
        }
        left = until - System.nanoTime();
      }
      return term;
    }
  }

  /**
   * One move: renews, or claims if the seat is gone.
   *
   * @return nanoseconds until the next, or {@link #STOP}
   */
  long step() {
    noticeEnd();
    boolean claiming = mustClaim;
    try {
      accept(claiming ? calls.claim() : calls.renew(lease, used()), claiming);
      return nextHeartbeat();
    } catch (RefusedException e) {
      return refused(e, claiming);
    } catch (ServerAwayException e) {
      return away(e.toBrigandine(), e.retryAfter());
    } catch (BrigandineException e) {
      // A lease that does not hold, a full disk: the one at hand is still good until it ends.
      return away(e, -1);
    }
  }

  private void accept(SeatCalls.Granted granted, boolean claimed) {
    boolean first = term == null;
    lease = granted.lease();
    term = Term.of(granted, claimed ? new AtomicLong() : term.used());
    failure = null;
    failures = 0;
    mustClaim = false;
    fenced = false;
    wakeRuns();
    follower.accept(lease);
    Instant until = Instant.ofEpochMilli(term.endMillis());
    if (first) {
      listeners.tell(LicenseEvent.Kind.LEASED, until, "seat " + lease.seat() + " was lent");
    } else if (lostTold) {
      listeners.tell(LicenseEvent.Kind.REGAINED, until, "seat " + lease.seat() + " was lent again");
    } else {
      listeners.tell(LicenseEvent.Kind.RENEWED, until, "seat " + lease.seat() + " was lent on");
    }
    lostTold = false;
    tellIfSoonOver();
  }

  private void wakeRuns() {
    synchronized (granting) {
      granting.notifyAll();
    }
  }

  private void tellIfSoonOver() {
    if (!soonTold && license.expires().toEpochMilli() - clocks.millis() < SOON_MILLIS) {
      soonTold = true;
      listeners.tell(
          LicenseEvent.Kind.EXPIRES_SOON,
          license.expires(),
          "the licence expires at " + license.expires());
    }
  }

  private long refused(RefusedException e, boolean claiming) {
    switch (e.code()) {
      case REVOKED:
        return stop(LicenseEvent.Kind.REVOKED, e);
      case LICENSE_EXPIRED:
        return stop(LicenseEvent.Kind.LOST, e);
      case LEASE_LOST:
        return lost(e);
      case NO_FREE_LEASE:
        if (fenced) {
          return stop(LicenseEvent.Kind.LOST, fencedOff(e));
        }
        return away(e, e.retryAfter());
      default:
        return away(e, e.retryAfter());
    }
  }

  /**
   * The seat is another's. If our own clock had not ended it, then somebody else is this instance
   * (a copy of the folder and the key), or staff ended it. To claim as the same instance would only
   * begin a tug-of-war; so once, as a new one.
   */
  private long lost(RefusedException e) {
    boolean early = !term.isOver(clocks);
    end(e);
    mustClaim = true;
    if (early) {
      fenced = true;
      calls.becomeAnother();
    }
    return 0;
  }

  private static BrigandineException fencedOff(RefusedException e) {
    return new BrigandineException(
        ErrorCode.LEASE_LOST,
        "the seat was given to another client, and no other is free",
        "look for a copy of this device's key and cache folder; " + e.hint().orElse(""));
  }

  private long stop(LicenseEvent.Kind kind, BrigandineException e) {
    failure = failure(e);
    term = term.ended(clocks);
    stopped = true;
    wakeRuns();
    if (kind != LicenseEvent.Kind.LOST || !lostTold) {
      lostTold = true;
      listeners.tell(kind, null, e.getMessage());
    }
    return STOP;
  }

  private long away(BrigandineException e, long retryAfter) {
    failed(e);
    noticeEnd();
    long delay = backoff(retryAfter);
    // The end is told when it comes.
    return lostTold ? delay : Math.min(delay, Math.max(1, term.nanosLeft(clocks)));
  }

  private void failed(BrigandineException e) {
    boolean first = failures++ == 0;
    failure = failure(e);
    if (first && !lostTold) {
      listeners.tell(
          LicenseEvent.Kind.UNREACHABLE, Instant.ofEpochMilli(term.endMillis()), e.getMessage());
    }
  }

  private void noticeEnd() {
    if (!lostTold && term.isOver(clocks)) {
      end(null);
    }
  }

  /** From here on the server may have lent the seat on, so it is claimed, not renewed. */
  private void end(BrigandineException e) {
    if (e != null) {
      failure = failure(e);
    }
    term = term.ended(clocks);
    mustClaim = true;
    if (!lostTold) {
      lostTold = true;
      listeners.tell(
          LicenseEvent.Kind.LOST, null, e != null ? e.getMessage() : "the lease's time is over");
    }
  }

  private static Failure failure(BrigandineException e) {
    ErrorCode code = e.code();
    boolean plain =
        code == ErrorCode.NO_FREE_LEASE
            || code == ErrorCode.LEASE_LOST
            || code == ErrorCode.REVOKED
            || code == ErrorCode.LICENSE_EXPIRED;
    return new Failure(
        plain ? code : ErrorCode.SERVER_UNREACHABLE, e.getMessage(), e.hint().orElse(null));
  }

  /** Between three and four quarters of a heartbeat, so that clients spread; sooner if it ends. */
  private long nextHeartbeat() {
    long delay = (long) (heartbeat * (0.75 + 0.25 * jitter.getAsDouble()));
    return Math.max(1, Math.min(delay, term.nanosLeft(clocks) / 2));
  }

  private long backoff(long retryAfter) {
    long most = Math.min(MAX_BACKOFF, heartbeat);
    long delay = Math.min(most, SECOND << Math.min(5, Math.max(0, failures - 1)));
    delay = Math.min(most, Math.max(delay, retryAfter * SECOND));
    return (long) (delay * (0.5 + 0.5 * jitter.getAsDouble()));
  }

  /** Gives the seat back if there is one. Nobody calls {@link #step} any more. */
  void release() {
    stopped = true;
    wakeRuns();
    if (failure == null) {
      failure = new Failure(ErrorCode.LEASE_LOST, "the lease was given back", "open again");
    }
    if (lease == null || lostTold) {
      return;
    }
    if (failures > 0) {
      listeners.tell(
          LicenseEvent.Kind.RELEASE_FAILED,
          Instant.ofEpochMilli(term.endMillis()),
          "the licence server is away; the seat is free when its time is over");
      return;
    }
    try {
      calls.release(lease, used());
      listeners.tell(LicenseEvent.Kind.RELEASED, null, "seat " + lease.seat() + " was given back");
    } catch (ServerAwayException | BrigandineException e) {
      listeners.tell(
          LicenseEvent.Kind.RELEASE_FAILED, Instant.ofEpochMilli(term.endMillis()), e.getMessage());
    }
  }

  private long used() {
    Term now = term;
    return now == null || now.runs() < 0 ? -1 : now.used().get();
  }

  /** Whether the lease is one from before. */
  boolean isOld() {
    return mustClaim;
  }

  /** The newest. */
  Lease lease() {
    return lease;
  }

  /** Whether {@link #step} is of no more use. */
  boolean isStopped() {
    return stopped;
  }
}
