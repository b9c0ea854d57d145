package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Lease;
import dev.brigandine.license.License;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** A server of one seat, which fails as it is told to; and clocks that a test turns. */
final class FakeSeats implements SeatCalls, Clocks {
  final List<String> asked = new ArrayList<>();
  final Deque<Exception> failures = new ArrayDeque<>();
  private final License license;
  private final String proof = "P".repeat(21) + "A";
  long lengthSeconds = 30;
  long latencySeconds;
  long runs = -1;
  long nanos = 7_000_000_000L;
  long millis;
  private long fence;

  FakeSeats(License license, Instant now) {
    this.license = license;
    this.millis = now.toEpochMilli();
  }

  static ServerAwayException away() {
    return new ServerAwayException("the server is away", "wait", -1, null);
  }

  static RefusedException refused(ErrorCode code) {
    return new RefusedException(code, code.id(), "refused: " + code.id(), "ask", -1);
  }

  void pass(double seconds) {
    nanos += (long) (seconds * 1e9);
    millis += (long) (seconds * 1e3);
  }

  @Override
  public Granted claim() throws ServerAwayException {
    fence++;
    return answer("claim", fence);
  }

  @Override
  public Granted renew(Lease lease, long used) throws ServerAwayException {
    return answer("renew" + (used < 0 ? "" : " " + used), lease.fence());
  }

  private Granted answer(String what, long fenceNow) throws ServerAwayException {
    asked.add(what);
    final long sentNanos = nanos;
    final long sentMillis = millis;
    pass(latencySeconds);
    if (!failures.isEmpty()) {
      Exception failure = failures.poll();
      if (failure instanceof ServerAwayException away) {
        throw away;
      }
      throw (BrigandineException) failure;
    }
    // The server decides when the answer is on its way back, and cuts the second off.
    Instant at = Instant.ofEpochSecond(millis / 1000);
    Lease lease =
        new Lease(
            license.signer(),
            "L".repeat(21) + "A",
            license.conditions().entitlement().orElseThrow(),
            license.id(),
            license.device(),
            "I".repeat(21) + "A",
            1,
            fenceNow,
            at,
            at.plusSeconds(lengthSeconds),
            proof,
            runs < 0 ? OptionalLong.empty() : OptionalLong.of(runs));
    return new Granted(lease, sentNanos, sentMillis);
  }

  @Override
  public void release(Lease lease, long used) throws ServerAwayException {
    asked.add("release" + (used < 0 ? "" : " " + used));
    if (!failures.isEmpty()) {
      throw (ServerAwayException) failures.poll();
    }
  }

  @Override
  public void becomeAnother() {
    asked.add("become another");
  }

  @Override
  public void abort() {}

  @Override
  public void close() {}

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public long millis() {
    return millis;
  }
}
