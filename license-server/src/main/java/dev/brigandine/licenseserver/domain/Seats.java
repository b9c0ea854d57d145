package dev.brigandine.licenseserver.domain;

import dev.brigandine.licenseserver.domain.SeatOutcome.Granted;
import dev.brigandine.licenseserver.domain.SeatOutcome.Reason;
import dev.brigandine.licenseserver.domain.SeatOutcome.Refused;
import dev.brigandine.licenseserver.domain.SeatOutcome.Released;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The seats of one entitlement: every decision about leases is made here, and nowhere else. No
 * clock, no randomness, no input or output: what comes of a request follows from the state it
 * meets, the request, and the time it is told. It changes in place so that many requests may be
 * decided in one go; whoever uses it loads the state, asks, and stores {@link #changes()}, all
 * under one lock on the entitlement. For one thread.
 *
 * <p>It must know every hold with a seat, and the holds of those instances that ask. What holds
 * after each request, whatever came before:
 *
 * <ul>
 *   <li>at most as many seats are taken as there are, less those lent to relays;
 *   <li>a seat is taken until it is released or its lease's last second has begun to pass, and a
 *       lease never ends later than the time its seat is free;
 *   <li>each claim that is granted has a higher fence than all before it;
 *   <li>of each instance, requests with a number not higher than one seen in the last {@value
 *       #MEMORY} seconds change nothing;
 *   <li>time does not run backwards: an earlier time than one told before counts as that one;
 *   <li>runs granted and not given back are never more than the entitlement's.
 * </ul>
 */
public final class Seats {
  /**
   * Seconds that an instance is remembered after it has no seat: twice as long as a challenge is
   * good for.
   */
  public static final long MEMORY = 600;

  /** The most runs granted ahead. */
  public static final long MAX_BLOCK = 10_000;

  private record Key(String device, String instance) {}

  private final SeatRules rules;
  private final List<Reservation> reservations;
  private final Map<Key, Hold> holds = new LinkedHashMap<>();
  private final Map<Key, Hold> changed = new LinkedHashMap<>();
  private final Map<Key, Hold> before = new LinkedHashMap<>();
  private final TreeMap<Long, int[]> levels = new TreeMap<>();
  private final BitSet taken = new BitSet();
  private long time;
  private long fence;
  private long runsTaken;

  /**
   * @param time the latest told before
   * @param fence the highest given before
   * @param runsTaken granted before and not given back
   */
  public Seats(
      SeatRules rules,
      List<Reservation> reservations,
      Collection<Hold> holds,
      long time,
      long fence,
      long runsTaken) {
    this.rules = rules;
    this.reservations = new ArrayList<>(reservations);
    this.time = time;
    this.fence = fence;
    this.runsTaken = runsTaken;
    for (Hold hold : holds) {
      this.holds.put(new Key(hold.device(), hold.instance()), hold);
      if (hold.isSeated()) {
        taken.set(hold.seat());
      }
    }
  }

  /** Decides one request. {@code now} in seconds since 1970. */
  public SeatOutcome ask(SeatRequest request, long now) {
    pass(now);
    Key key = new Key(request.device(), request.instance());
    Hold hold = holds.get(key);
    if (hold != null && !hold.isSeated() && time - hold.ended() >= MEMORY) {
      hold = null;
    }
    if (request instanceof SeatRequest.Claim claim) {
      return claim(key, hold, claim);
    }
    if (request instanceof SeatRequest.Renew renew) {
      return renew(key, hold, renew);
    }
    return release(key, hold, (SeatRequest.Release) request);
  }

  /** Ends what has expired by {@code now}. */
  public void pass(long now) {
    if (now > time) {
      time = now;
    }
    // Nearly always nothing: a pass over the holds is cheaper than keeping them in order.
    List<Hold> over = new ArrayList<>();
    for (Hold hold : holds.values()) {
      if (hold.isSeated() && hold.expires() <= time) {
        over.add(hold);
      }
    }
    over.sort((a, b) -> Long.compare(a.expires(), b.expires()));
    for (Hold hold : over) {
      unseat(hold, hold.expires());
    }
  }

  /**
   * Takes seats out, for a relay.
   *
   * @return false if fewer are free
   */
  public boolean reserve(int seats, long until, long now) {
    pass(now);
    if (taken.cardinality() + seats > capacity()) {
      return false;
    }
    reservations.add(new Reservation(seats, until));
    return true;
  }

  private SeatOutcome claim(Key key, Hold hold, SeatRequest.Claim claim) {
    if (hold != null && claim.seq() <= hold.seq()) {
      return new Refused(Reason.REPLAYED, -1);
    }
    Reason barred = barred(claim.deviceRevoked() || claim.licenceRevoked(), claim.licenceExpires());
    if (barred != null) {
      return refuse(key, hold, claim, barred, -1);
    }
    if (time < rules.grantsFrom()) {
      return refuse(key, hold, claim, Reason.RESTORED, rules.grantsFrom() - time);
    }
    boolean again = hold != null && hold.isSeated();
    if (again ? isBeyond(hold) : taken.cardinality() >= capacity()) {
      return refuse(key, hold, claim, Reason.NO_FREE_SEAT, untilFree());
    }
    long block = Math.max(1, Math.min(claim.block(), MAX_BLOCK));
    long granted = 0;
    if (rules.runs() >= 0) {
      // What the instance was granted before a crash stays taken: it may have used it.
      granted = Math.min(block, rules.runs() - runsTaken);
      if (granted <= 0) {
        return refuse(key, hold, claim, Reason.RUNS_USED_UP, -1);
      }
      runsTaken += granted;
    }
    int seat = again ? hold.seat() : freeSeat();
    long expires = expiry(claim.licenceExpires());
    if (again) {
      // The lease from before the crash may still be out there.
      expires = Math.max(expires, hold.expires());
    }
    fence++;
    Hold seated =
        new Hold(
            claim.device(),
            claim.instance(),
            claim.licence(),
            claim.lease(),
            seat,
            fence,
            claim.seq(),
            time,
            expires,
            0,
            block,
            granted,
            0);
    taken.set(seat);
    put(key, seated);
    level(time);
    return new Granted(seated, time, 0);
  }

  /** Remembers the request, so that it cannot be played again when a seat is free. */
  private SeatOutcome refuse(
      Key key, Hold hold, SeatRequest.Claim claim, Reason reason, long retryAfter) {
    if (hold != null && hold.isSeated()) {
      put(key, hold.seen(claim.seq()));
    } else if (hold != null) {
      put(key, hold.seen(claim.seq()).unseated(time));
    } else {
      put(key, Hold.refused(claim, time));
    }
    return new Refused(reason, retryAfter);
  }

  private SeatOutcome renew(Key key, Hold hold, SeatRequest.Renew renew) {
    if (hold == null || !hold.isSeated() || hold.fence() != renew.fence()) {
      return new Refused(Reason.LOST, -1);
    }
    if (renew.seq() <= hold.seq()) {
      return new Refused(Reason.REPLAYED, -1);
    }
    Reason barred = barred(renew.deviceRevoked() || renew.licenceRevoked(), renew.licenceExpires());
    if (barred != null) {
      put(key, hold.seen(renew.seq()));
      return new Refused(barred, -1);
    }
    if (isBeyond(hold)) {
      put(key, hold.seen(renew.seq()));
      return new Refused(Reason.NO_FREE_SEAT, untilFree());
    }
    long used = used(hold, renew.used());
    long granted = hold.granted();
    if (rules.runs() >= 0) {
      long more = Math.min(hold.block() - (granted - used), rules.runs() - runsTaken);
      if (more > 0) {
        granted += more;
        runsTaken += more;
      }
    }
    // Never earlier than what the last lease says, though the terms be shorter by now.
    long expires = Math.max(expiry(renew.licenceExpires()), hold.expires());
    Hold renewed = hold.renewed(renew.seq(), expires, granted, used);
    put(key, renewed);
    return new Granted(renewed, time, used - hold.used());
  }

  private SeatOutcome release(Key key, Hold hold, SeatRequest.Release release) {
    if (hold == null || !hold.isSeated()) {
      return new Released(time, 0);
    }
    if (hold.fence() != release.fence()) {
      return new Refused(Reason.LOST, -1);
    }
    if (release.seq() <= hold.seq()) {
      return new Refused(Reason.REPLAYED, -1);
    }
    long used = used(hold, release.used());
    if (release.used() >= 0) {
      runsTaken -= hold.granted() - used;
    }
    unseat(hold.renewed(release.seq(), hold.expires(), used, used), time);
    return new Released(time, used - hold.used());
  }

  /** A count never falls, and what was never granted cannot have been used. */
  private long used(Hold hold, long said) {
    long most = rules.runs() >= 0 ? hold.granted() : Bounds.EXACT;
    return Math.max(hold.used(), Math.min(said, most));
  }

  private Reason barred(boolean revoked, long licenceExpires) {
    if (revoked || rules.revoked()) {
      return Reason.REVOKED;
    }
    if (time < rules.starts()) {
      return Reason.NOT_STARTED;
    }
    return time >= rules.expires() || time >= licenceExpires ? Reason.EXPIRED : null;
  }

  private long expiry(long licenceExpires) {
    return Math.min(time + rules.leaseSeconds(), Math.min(rules.expires(), licenceExpires));
  }

  /**
   * Whether there are fewer seats than there were when this one was given, and others have the
   * rest. Its lease goes on to its end and no further.
   */
  private boolean isBeyond(Hold hold) {
    int seats = capacity();
    return taken.cardinality() > seats && taken.get(0, hold.seat()).cardinality() >= seats;
  }

  private int freeSeat() {
    return taken.nextClearBit(0);
  }

  private int capacity() {
    long lent = 0;
    for (Reservation reservation : reservations) {
      if (reservation.until() > time) {
        lent += reservation.seats();
      }
    }
    return (int) Math.max(0, rules.seats() - lent);
  }

  private long untilFree() {
    long first = Long.MAX_VALUE;
    for (Hold hold : holds.values()) {
      if (hold.isSeated()) {
        first = Math.min(first, hold.expires());
      }
    }
    for (Reservation reservation : reservations) {
      if (reservation.until() > time) {
        first = Math.min(first, reservation.until());
      }
    }
    return Math.max(1, first == Long.MAX_VALUE ? 1 : first - time);
  }

  private void unseat(Hold hold, long at) {
    taken.clear(hold.seat());
    put(new Key(hold.device(), hold.instance()), hold.unseated(at));
    level(at);
  }

  private void put(Key key, Hold hold) {
    Hold was = holds.put(key, hold);
    if (changed.put(key, hold) == null && was != null) {
      before.put(key, was);
    }
  }

  private void level(long at) {
    int level = taken.cardinality();
    int[] was = levels.get(at);
    levels.put(at, new int[] {was == null ? level : Math.max(was[0], level), level});
  }

  /** The holds that are no longer as they were given. */
  public List<Hold> changes() {
    return List.copyOf(changed.values());
  }

  /**
   * Those of {@link #changes()} that are no longer on the seat they were given with, without it: to
   * be stored first, so that no seat is doubled on the way.
   */
  public List<Hold> vacated() {
    List<Hold> list = new ArrayList<>();
    before.forEach(
        (key, was) -> {
          if (was.isSeated() && holds.get(key).seat() != was.seat()) {
            list.add(was.unseated(time));
          }
        });
    return list;
  }

  /** How many seats were taken, at each second at which that changed: most, and last. */
  public List<Level> levels() {
    List<Level> list = new ArrayList<>(levels.size());
    levels.forEach((at, level) -> list.add(new Level(at, level[0], level[1])));
    return list;
  }

  /** The latest time told. */
  public long time() {
    return time;
  }

  /** The highest fence given. */
  public long fence() {
    return fence;
  }

  /** Runs granted and not given back. */
  public long runsTaken() {
    return runsTaken;
  }

  /** How many seats are taken. */
  public int inUse() {
    return taken.cardinality();
  }

  /** Seats in use in one second: the most at a time, and at its end. */
  public record Level(long at, int peak, int last) {}
}
