package dev.brigandine.licenseserver.domain;

/**
 * One instance's place among an entitlement's seats, or what is remembered of it. All times are
 * whole seconds since 1970.
 *
 * @param seat from 0; {@value #NONE} if it has none (any more)
 * @param fence the number under which it got its seat; 0 if it never had one
 * @param seq the highest request number seen
 * @param since when it got its seat
 * @param expires when the seat is free for others, unless renewed
 * @param ended when it lost or left its seat, or was refused one; 0 while it has one
 * @param block how many runs it wants ahead
 * @param granted runs granted since the claim, in all
 * @param used runs it reported since the claim, in all
 */
public record Hold(
    String device,
    String instance,
    String licence,
    String lease,
    int seat,
    long fence,
    long seq,
    long since,
    long expires,
    long ended,
    long block,
    long granted,
    long used) {
  /** No seat. */
  public static final int NONE = -1;

  /** Whether it has a seat. */
  public boolean isSeated() {
    return seat != NONE;
  }

  static Hold refused(SeatRequest.Claim claim, long at) {
    return new Hold(
        claim.device(),
        claim.instance(),
        claim.licence(),
        claim.lease(),
        NONE,
        0,
        claim.seq(),
        at,
        at,
        at,
        0,
        0,
        0);
  }

  Hold unseated(long at) {
    return new Hold(
        device, instance, licence, lease, NONE, fence, seq, since, expires, at, block, granted,
        used);
  }

  Hold seen(long newSeq) {
    return new Hold(
        device, instance, licence, lease, seat, fence, newSeq, since, expires, ended, block,
        granted, used);
  }

  Hold renewed(long newSeq, long newExpires, long newGranted, long newUsed) {
    return new Hold(
        device,
        instance,
        licence,
        lease,
        seat,
        fence,
        newSeq,
        since,
        newExpires,
        ended,
        block,
        newGranted,
        newUsed);
  }
}
