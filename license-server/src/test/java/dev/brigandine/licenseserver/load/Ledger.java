package dev.brigandine.licenseserver.load;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who holds which seat, as the clients know it: from the moment a client has read its lease until
 * just before it sends the release, or until the lease's own end. It knows nothing of the server,
 * so that a seat lent twice shows, whatever the server believes. Times are milliseconds since 1970.
 */
final class Ledger {
  private record Held(String instance, long seat, long fence, long until) {}

  private final int seats;
  private final Map<String, Held> held = new HashMap<>();
  private final Set<Long> fences = new HashSet<>();
  private final Map<Long, Long> lastFence = new HashMap<>();
  private final List<String> wrongs = new ArrayList<>();
  private int most;
  private long overGrants;
  private long doubled;
  private long misnumbered;

  Ledger(int seats) {
    this.seats = seats;
  }

  /** A claim was granted. Of the instance's own lease from before it takes the place. */
  synchronized void granted(String instance, long seat, long fence, long until, long now) {
    expire(now);
    if (!fences.add(fence)) {
      misnumbered++;
      wrong("fence " + fence + " was given twice, now with seat " + seat);
    }
    Long last = lastFence.put(seat, fence);
    if (last != null && last >= fence) {
      misnumbered++;
      wrong("seat " + seat + " was given with fence " + fence + " after " + last);
    }
    hold(new Held(instance, seat, fence, until), now);
  }

  /** A renewal was granted. */
  synchronized void renewed(String instance, long seat, long fence, long until, long now) {
    expire(now);
    hold(new Held(instance, seat, fence, until), now);
  }

  private void hold(Held mine, long now) {
    if (mine.until <= now) {
      return;
    }
    held.remove(mine.instance);
    for (Held other : held.values()) {
      if (other.seat == mine.seat) {
        doubled++;
        wrong(mine + " is lent while " + other + " is");
      }
    }
    held.put(mine.instance, mine);
    most = Math.max(most, held.size());
    if (held.size() > seats) {
      overGrants++;
      wrong(held.size() + " of " + seats + " seats are lent");
    }
  }

  /** The client stops using the seat and is about to say so. */
  synchronized void ended(String instance) {
    held.remove(instance);
  }

  private void expire(long now) {
    for (Iterator<Held> all = held.values().iterator(); all.hasNext(); ) {
      if (all.next().until <= now) {
        all.remove();
      }
    }
  }

  private void wrong(String what) {
    if (wrongs.size() < 10) {
      wrongs.add(what);
    }
  }

  /** Grants beyond the seats there are. */
  synchronized long overGrants() {
    return overGrants;
  }

  /** Seats lent to one while another had them. */
  synchronized long doubled() {
    return doubled;
  }

  /** Fences given twice, or lower than one before on the same seat. */
  synchronized long misnumbered() {
    return misnumbered;
  }

  /** The most seats lent at a time. */
  synchronized int most() {
    return most;
  }

  /** The first things that were wrong. */
  synchronized List<String> wrongs() {
    return List.copyOf(wrongs);
  }
}
