package dev.brigandine.license.clock;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.ClockPolicy;
import java.time.Instant;
import java.util.List;

/**
 * What the time is taken to be, from all that says something of it. Pure: reads no clock and no
 * file.
 *
 * <p>The time is never earlier than anything that is known to have been: what this device
 * remembers, when the licence was issued, and what others signed. A clock a little behind that is
 * forgiven, and the later time counts; further behind it was turned back. A fresh word of the
 * server outweighs clock and memory.
 */
final class Timekeeper {
  private Timekeeper() {}

  /** A licence, as far as time goes. */
  record Terms(Instant issuedAt, Instant notBefore, Instant expires, ClockPolicy policy) {}

  /**
   * What this device remembers.
   *
   * @param time with this licence
   * @param device with any licence, where there is a counter
   * @param counter the hardware's, or -1 if there is none
   */
  record Past(Recall time, Recall device, long counter) {
    static Past without(Recall time) {
      return new Past(time, Recall.ABSENT, -1);
    }
  }

  static Verdict decide(Instant now, Terms terms, Past past, List<Witness> witnesses) {
    Instant signed = terms.issuedAt();
    Instant fresh = null;
    for (int i = 0; i < witnesses.size(); i++) {
      Witness witness = witnesses.get(i);
      signed = later(signed, witness.time());
      if (witness.fresh()) {
        fresh = fresh == null ? witness.time() : later(fresh, witness.time());
      }
    }
    BrigandineException broken = memory(past, terms.policy(), fresh != null);
    if (broken != null) {
      return new Verdict(now, false, false, broken);
    }
    Instant remembered = remembered(past, terms);
    if (fresh != null) {
      Instant time = later(fresh, signed);
      return held(time, terms, remembered.isAfter(time));
    }
    Instant floor = later(signed, remembered);
    if (now.isBefore(floor.minus(terms.policy().back()))) {
      return new Verdict(now, false, false, turnedBack(now, floor));
    }
    return held(later(now, floor), terms, false);
  }

  /** What is seen beyond the end counts as the end, so that no memory is ahead of its licence. */
  static long remember(Instant time, Terms terms) {
    return (time.isBefore(terms.expires()) ? time : terms.expires()).getEpochSecond();
  }

  private static Instant remembered(Past past, Terms terms) {
    long seconds = past.time().value();
    if (past.counter() >= 0) {
      // Another licence's time may lie beyond this one's end.
      seconds =
          Math.max(seconds, Math.min(past.device().value(), terms.expires().getEpochSecond()));
    }
    return Instant.ofEpochSecond(seconds);
  }

  private static BrigandineException memory(Past past, ClockPolicy policy, boolean fresh) {
    if (past.time().state() == Recall.State.EDITED
        || past.device().state() == Recall.State.EDITED) {
      return Memory.edited();
    }
    boolean known = past.time().present();
    if (past.counter() >= 0) {
      BrigandineException broken = counter(past);
      if (broken != null) {
        return broken;
      }
      // Files and counter agree, and an untouched counter proves that there is nothing to forget.
      known |= past.device().present() || past.counter() == 0;
    }
    if (policy.memoryRequired() && !known && !fresh) {
      return new BrigandineException(
          ErrorCode.CLOCK_TURNED_BACK,
          "this device remembers no time seen before, as the licence asks it to",
          "connect to the licence server once, or keep the state folder");
    }
    return null;
  }

  /**
   * The file is written before the counter is incremented, and the counter before the licence
   * opens. So a crash leaves the file one ahead and nothing open, and a counter ahead of the file
   * means that the file is an older one.
   */
  private static BrigandineException counter(Past past) {
    long written = past.device().counter();
    if (past.counter() > written) {
      return new BrigandineException(
          ErrorCode.CLOCK_TURNED_BACK,
          "this device's memory was put back or deleted: its hardware counter is at "
              + past.counter()
              + ", the memory at "
              + written,
          "ask the vendor for a new licence");
    }
    if (written > past.counter() + 1) {
      return new BrigandineException(
          ErrorCode.TAMPERED,
          "the hardware counter is at "
              + past.counter()
              + ", behind the memory's "
              + written
              + ": it is another one, or was made anew",
          "ask the vendor for a new licence");
    }
    return null;
  }

  private static Verdict held(Instant time, Terms terms, boolean lowers) {
    return new Verdict(time, lowers, true, outside(time, terms));
  }

  /** Null while the licence holds. */
  static BrigandineException outside(Instant time, Terms terms) {
    if (time.isBefore(terms.notBefore())) {
      return new BrigandineException(
          ErrorCode.LICENSE_EXPIRED,
          "the licence is not valid before " + terms.notBefore() + ", and it is " + time,
          "wait until then, or set this machine's clock if it is wrong");
    }
    if (!time.isBefore(terms.expires())) {
      return new BrigandineException(
          ErrorCode.LICENSE_EXPIRED,
          "the licence expired at " + terms.expires() + ", and it is " + time,
          "ask the vendor for a new licence, or set this machine's clock if it is wrong");
    }
    return null;
  }

  private static BrigandineException turnedBack(Instant now, Instant floor) {
    return new BrigandineException(
        ErrorCode.CLOCK_TURNED_BACK,
        "this machine's clock says " + now + ", and it has been " + floor + " already",
        "set the clock; if it was wrong before and is right now, connect to the licence server or"
            + " ask the vendor for a new licence");
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
