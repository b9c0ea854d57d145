package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.Hold;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.domain.SeatOutcome;
import dev.brigandine.licenseserver.store.LeaseRows;
import dev.brigandine.licenseserver.store.SeatAnswer;
import dev.brigandine.licenseserver.store.SeatCall;
import dev.brigandine.licenseserver.store.SeatQueue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Floating seats. What is decided is on the disk before an answer is given; each call waits at most
 * some seconds, then refuses with {@link Refusal#UNAVAILABLE}, after which asking again with a
 * higher number is safe.
 */
public final class Leasing {
  private static final long DEFAULT_BLOCK = 100;

  private final Data data;
  private final Tokens tokens;
  private final SeatQueue queue;

  Leasing(Data data, Tokens tokens, SeatQueue queue) {
    this.data = data;
    this.tokens = tokens;
    this.queue = queue;
  }

  /**
   * A seat, or {@link Refusal#NO_FREE_LEASE} with the seconds until one may be free. The same
   * instance again gets its own seat with a higher fence, and what it was granted before is lost to
   * it.
   *
   * @param licence the {@code jti} of the device's licence
   */
  public GrantedLease claim(LeaseRequest request, String licence) {
    check(request);
    Bounds.id("licence", licence);
    return lease(
        request,
        queueAnswer(
            new SeatCall.Claim(
                request.device(),
                request.signer(),
                request.instance(),
                request.seq(),
                licence,
                data.id(),
                request.runs().orElse(DEFAULT_BLOCK))));
  }

  /** Longer; {@link Refusal#LEASE_LOST} if the seat is no longer under this fence. */
  public GrantedLease renew(LeaseRequest request, String lease, long fence) {
    check(request);
    Bounds.id("lease", lease);
    SeatAnswer answer =
        queueAnswer(
            new SeatCall.Renew(
                request.device(),
                request.signer(),
                request.instance(),
                request.seq(),
                lease,
                fence,
                request.runs().orElse(-1)));
    if (answer instanceof SeatAnswer.Unknown) {
      // Forgotten since, or under another id since its instance claimed again.
      throw lost();
    }
    return lease(request, answer);
  }

  /** Gives the seat back; once more, or when it is long gone, changes nothing. */
  public void release(LeaseRequest request, String lease, long fence) {
    check(request);
    Bounds.id("lease", lease);
    SeatAnswer answer =
        queueAnswer(
            new SeatCall.Release(
                request.device(),
                request.signer(),
                request.instance(),
                request.seq(),
                lease,
                fence,
                request.runs().orElse(-1)));
    if (answer instanceof SeatAnswer.Unknown
        || answer instanceof SeatAnswer.Decided decided
            && decided.outcome() instanceof SeatOutcome.Released) {
      return;
    }
    throw refusal(answer);
  }

  private SeatAnswer queueAnswer(SeatCall call) {
    return Data.refusing(() -> queue.ask(call));
  }

  private GrantedLease lease(LeaseRequest request, SeatAnswer answer) {
    if (!(answer instanceof SeatAnswer.Decided decided)
        || !(decided.outcome() instanceof SeatOutcome.Granted granted)) {
      throw refusal(answer);
    }
    Hold hold = granted.hold();
    GrantedLease lease =
        new GrantedLease(
            hold.lease(),
            decided.entitlement(),
            hold.licence(),
            hold.device(),
            hold.instance(),
            hold.fence(),
            hold.seat(),
            Instant.ofEpochSecond(granted.at()),
            Instant.ofEpochSecond(hold.expires()),
            decided.limitedRuns() ? OptionalLong.of(hold.granted()) : OptionalLong.empty(),
            "");
    // Signed by the caller's own thread, when the seat is on the disk.
    return lease.signed(tokens.lease(lease, request.proof()));
  }

  private static void check(LeaseRequest request) {
    Bounds.thumbprint("device", request.device());
    Bounds.thumbprint("signer", request.signer());
    Bounds.id("instance", request.instance());
    Bounds.check("seq", request.seq(), 0, Bounds.EXACT);
    request.runs().ifPresent(runs -> Bounds.check("runs", runs, 0, Bounds.EXACT));
  }

  private static RefusedException lost() {
    return new RefusedException(
        Refusal.LEASE_LOST, "the lease is over or another's", "claim a new one");
  }

  private static RefusedException refusal(SeatAnswer answer) {
    if (answer instanceof SeatAnswer.Unknown) {
      return new RefusedException(
          Refusal.UNKNOWN, "this server knows no such licence", "activate first");
    }
    if (answer instanceof SeatAnswer.NotYours) {
      return new RefusedException(
          Refusal.FORBIDDEN,
          "the licence or lease is another device's",
          "sign with the key of the device that it was issued to");
    }
    if (answer instanceof SeatAnswer.NotFloating) {
      return new RefusedException(
          Refusal.CONFLICT, "the licence is for one device and needs no lease", null);
    }
    SeatOutcome.Refused refused = (SeatOutcome.Refused) ((SeatAnswer.Decided) answer).outcome();
    switch (refused.reason()) {
      case NO_FREE_SEAT:
        return new RefusedException(
            Refusal.NO_FREE_LEASE,
            "all seats are taken",
            "end one of the others, or wait",
            refused.retryAfter(),
            null);
      case RESTORED:
        return new RefusedException(
            Refusal.NO_FREE_LEASE,
            "the server's database was restored, and leases may be out that it does not know of",
            "wait",
            refused.retryAfter(),
            null);
      case LOST:
        return lost();
      case REPLAYED:
        return new RefusedException(
            Refusal.REPLAYED,
            "a request with this number or a higher one was seen before",
            "count each request of an instance up");
      case REVOKED:
        return new RefusedException(
            Refusal.REVOKED, "the entitlement, licence or device was revoked", "ask the vendor");
      case NOT_STARTED:
        return new RefusedException(
            Refusal.LICENSE_EXPIRED, "the entitlement has not begun yet", "wait until it does");
      case RUNS_USED_UP:
        return new RefusedException(
            Refusal.LICENSE_EXPIRED, "all runs are granted", "ask the vendor for more");
      default:
        return new RefusedException(
            Refusal.LICENSE_EXPIRED, "the entitlement or the licence is over", "ask the vendor");
    }
  }

  /** Leases that are not over. Needs viewer. */
  public Page<OpenLease> list(Actor actor, Optional<String> entitlement, PageRequest page) {
    actor.needs(Role.VIEWER);
    List<OpenLease> items =
        data
            .read(tx -> LeaseRows.open(tx, entitlement, tx.now(), page.limit(), page.after()))
            .stream()
            .map(
                row ->
                    new OpenLease(
                        row.lease(),
                        row.entitlement(),
                        row.licence(),
                        row.device(),
                        row.deviceName(),
                        row.instance(),
                        row.seat(),
                        row.fence(),
                        Instant.ofEpochSecond(row.since()),
                        Instant.ofEpochSecond(row.expires())))
            .toList();
    return Data.page(items, page.limit(), OpenLease::id);
  }
}
