package dev.brigandine.licenseserver.domain;

import dev.brigandine.licenseserver.domain.SeatOutcome.Granted;
import dev.brigandine.licenseserver.domain.SeatOutcome.Refused;
import dev.brigandine.licenseserver.domain.SeatOutcome.Released;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must be true of leases, told by the slowest means: the whole past is kept, and each answer
 * is judged against it. It knows nothing of seats, stores or fences but what was answered.
 */
final class SeatsModel {
  private record Lease(String who, int seat, long fence, long from, long to) {}

  private final SeatRules rules;
  private final List<Lease> out = new ArrayList<>();
  private final Map<String, Long> highestSeq = new HashMap<>();
  private final Map<String, Long> lastFence = new HashMap<>();
  private final Map<Long, Long> grantedUnderFence = new HashMap<>();
  private final Map<Long, Long> backUnderFence = new HashMap<>();
  private long time;
  private long topFence;

  SeatsModel(SeatRules rules) {
    this.rules = rules;
  }

  void judge(SeatRequest request, SeatOutcome outcome, long now) {
    time = Math.max(time, now);
    out.removeIf(lease -> lease.to <= time);
    String who = request.device() + "/" + request.instance();
    boolean heard = outcome instanceof Granted;
    if (heard) {
      long seen = highestSeq.getOrDefault(who, -1L);
      check(request.seq() > seen, "a request not newer than " + seen + " was granted");
    }
    if (outcome instanceof Granted granted) {
      granted(request, who, granted);
    } else if (outcome instanceof Released) {
      if (request instanceof SeatRequest.Release release) {
        boolean mine =
            out.removeIf(lease -> lease.who.equals(who) && lease.fence == release.fence());
        if (mine && release.used() >= 0) {
          long had = grantedUnderFence.getOrDefault(release.fence(), 0L);
          backUnderFence.put(release.fence(), Math.max(0, had - release.used()));
        }
      }
    } else if (((Refused) outcome).reason() == SeatOutcome.Reason.NO_FREE_SEAT) {
      long others = out.stream().filter(lease -> !lease.who.equals(who)).count();
      check(others >= rules.seats(), "refused though only " + others + " seats are out");
    }
    if (heard
        || outcome instanceof Refused refused && refused.reason() != SeatOutcome.Reason.LOST) {
      highestSeq.merge(who, request.seq(), Math::max);
    }
  }

  private void granted(SeatRequest request, String who, Granted granted) {
    Hold hold = granted.hold();
    check(granted.at() == time, "time ran to " + granted.at() + ", not " + time);
    check(time < rules.expires() && !rules.revoked(), "granted by what is over");
    check(hold.expires() <= rules.expires(), "a lease beyond the entitlement");
    check(!request.deviceRevoked(), "granted to a revoked device");
    if (request instanceof SeatRequest.Claim) {
      check(hold.fence() > topFence, "fence " + hold.fence() + " is not above " + topFence);
      topFence = hold.fence();
      lastFence.put(who, hold.fence());
      out.removeIf(lease -> lease.who.equals(who));
    } else {
      check(
          hold.fence() == lastFence.getOrDefault(who, -1L),
          "a renewal under a fence that is not the last");
      check(
          out.removeIf(lease -> lease.who.equals(who) && lease.fence == hold.fence()),
          "a lease that was over was renewed");
    }
    out.add(new Lease(who, hold.seat(), hold.fence(), time, hold.expires()));
    check(out.size() <= rules.seats(), out.size() + " leases of " + rules.seats() + " seats");
    check(out.stream().map(Lease::seat).distinct().count() == out.size(), "a seat is lent twice");
    if (rules.runs() >= 0) {
      grantedUnderFence.put(hold.fence(), hold.granted());
      long total =
          grantedUnderFence.values().stream().mapToLong(Long::longValue).sum()
              - backUnderFence.values().stream().mapToLong(Long::longValue).sum();
      check(total <= rules.runs(), total + " runs of " + rules.runs());
    }
  }

  private static void check(boolean holds, String complaint) {
    if (!holds) {
      throw new AssertionError(complaint);
    }
  }
}
