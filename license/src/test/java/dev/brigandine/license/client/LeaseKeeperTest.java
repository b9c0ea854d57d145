package dev.brigandine.license.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Floating;
import dev.brigandine.license.Lease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A heartbeat of 10 seconds and a grace of 20, and nobody waits for either. */
class LeaseKeeperTest {
  private final Floating floating = new Floating(10, 20);
  private final FakeSeats seats = new FakeSeats(floating.license, Floating.NOW);
  private final List<String> events = new ArrayList<>();
  private int pokes;
  private final LeaseKeeper keeper =
      new LeaseKeeper(
          seats,
          floating.license,
          seats,
          new Listeners(event -> events.add(event.kind().name()), seats),
          () -> 1,
          () -> pokes++);

  private void isRefused(ErrorCode code) {
    assertThatThrownBy(keeper::check)
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private double stepSeconds() {
    return keeper.step() / 1e9;
  }

  @Test
  void renewsEveryHeartbeat() throws Exception {
    keeper.begin();
    assertThat(keeper.firstDelay() / 1e9).isEqualTo(10);
    for (int i = 0; i < 100; i++) {
      seats.pass(10);
      keeper.check();
      assertThat(stepSeconds()).isEqualTo(10);
    }
    keeper.release();
    assertThat(seats.asked).hasSize(102).startsWith("claim", "renew").endsWith("release");
    assertThat(events).hasSize(102).startsWith("LEASED", "RENEWED").endsWith("RELEASED");
  }

  /** The seat is free for others 30 s after the server decided; the client cannot know when. */
  @Test
  void theLeaseEndsEarlierHereThanThere() throws Exception {
    seats.pass(0.999);
    seats.latencySeconds = 5;
    keeper.begin();
    Instant freeFrom = keeper.lease().expires();
    seats.failures.add(FakeSeats.away());
    keeper.step();
    while (true) {
      try {
        keeper.check();
        assertThat(Instant.ofEpochMilli(seats.millis)).isBefore(freeFrom);
        seats.pass(0.1);
      } catch (BrigandineException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.SERVER_UNREACHABLE);
        break;
      }
    }
  }

  @Test
  void anAbsentServerIsSurvivedUntilTheLeaseEndsAndThenComesBack() throws Exception {
    keeper.begin();
    seats.pass(10);
    for (int i = 0; i < 40; i++) {
      seats.failures.add(FakeSeats.away());
    }
    double waited = 0;
    while (waited < 19) {
      keeper.check();
      double wait = stepSeconds();
      assertThat(wait).isPositive().isLessThanOrEqualTo(10);
      seats.pass(wait);
      waited += wait;
    }
    isRefused(ErrorCode.SERVER_UNREACHABLE);
    keeper.step();
    assertThat(events).containsExactly("LEASED", "UNREACHABLE", "LOST");
    seats.failures.clear();
    seats.asked.clear();
    assertThat(stepSeconds()).isEqualTo(10);
    // Not renewed: the seat may have been another's meanwhile.
    assertThat(seats.asked).containsExactly("claim");
    keeper.check();
    assertThat(events).containsExactly("LEASED", "UNREACHABLE", "LOST", "REGAINED");
  }

  @Test
  void aShortAbsenceCostsNothing() throws Exception {
    keeper.begin();
    seats.pass(10);
    seats.failures.add(FakeSeats.away());
    seats.pass(stepSeconds());
    keeper.step();
    keeper.check();
    assertThat(events).containsExactly("LEASED", "UNREACHABLE", "RENEWED");
    assertThat(seats.asked).containsExactly("claim", "renew", "renew");
  }

  @Test
  void aMachineThatSleptIsNotTrustedWithItsLease() throws Exception {
    keeper.begin();
    // The monotonic clock stood still.
    seats.millis += 3_600_000;
    isRefused(ErrorCode.LEASE_LOST);
    assertThat(pokes).isEqualTo(1);
    keeper.step();
    keeper.check();
    assertThat(events).containsExactly("LEASED", "LOST", "REGAINED");
  }

  @Test
  void aClockSetBackDoesNotLengthenTheLease() throws Exception {
    keeper.begin();
    seats.millis -= 3_600_000;
    seats.nanos += 29_000_000_000L;
    isRefused(ErrorCode.LEASE_LOST);
  }

  /** A copy of this folder and key on another machine claimed as the same instance. */
  @Test
  void whoIsFencedOffAsksOnceAsSomebodyElse() throws Exception {
    keeper.begin();
    seats.pass(10);
    seats.failures.add(FakeSeats.refused(ErrorCode.LEASE_LOST));
    assertThat(keeper.step()).isZero();
    isRefused(ErrorCode.LEASE_LOST);
    keeper.step();
    keeper.check();
    assertThat(seats.asked).containsExactly("claim", "renew", "become another", "claim");
    assertThat(events).containsExactly("LEASED", "LOST", "REGAINED");
  }

  @Test
  void whoIsFencedOffAndFindsNoSeatStops() throws Exception {
    keeper.begin();
    seats.pass(10);
    seats.failures.add(FakeSeats.refused(ErrorCode.LEASE_LOST));
    seats.failures.add(FakeSeats.refused(ErrorCode.NO_FREE_LEASE));
    keeper.step();
    assertThat(keeper.step()).isEqualTo(LeaseKeeper.STOP);
    isRefused(ErrorCode.LEASE_LOST);
    keeper.release();
    assertThat(seats.asked).doesNotContain("release");
    assertThat(events).containsExactly("LEASED", "LOST");
  }

  @Test
  void whoLostTheSeatByTimeWaitsForOne() throws Exception {
    keeper.begin();
    seats.pass(40);
    seats.failures.add(FakeSeats.refused(ErrorCode.NO_FREE_LEASE));
    assertThat(stepSeconds()).isPositive();
    isRefused(ErrorCode.NO_FREE_LEASE);
    keeper.step();
    keeper.check();
    assertThat(seats.asked).containsExactly("claim", "claim", "claim");
  }

  @Test
  void aRevocationStopsAtOnce() throws Exception {
    keeper.begin();
    seats.pass(10);
    seats.failures.add(FakeSeats.refused(ErrorCode.REVOKED));
    assertThat(keeper.step()).isEqualTo(LeaseKeeper.STOP);
    isRefused(ErrorCode.REVOKED);
    assertThat(events).containsExactly("LEASED", "REVOKED");
  }

  @Test
  void anAnswerThatDoesNotHoldEndsNothing() throws Exception {
    keeper.begin();
    seats.pass(10);
    seats.failures.add(new BrigandineException(ErrorCode.BAD_SIGNATURE, "forged"));
    keeper.step();
    keeper.check();
    seats.pass(20);
    isRefused(ErrorCode.SERVER_UNREACHABLE);
  }

  @Test
  void aLeaseFromBeforeIsHeldToTheBetterClock() throws Exception {
    keeper.begin();
    Lease kept = keeper.lease();
    LeaseKeeper next =
        new LeaseKeeper(
            seats, floating.license, seats, new Listeners(null, seats), () -> 1, () -> {});
    next.beginWith(kept, FakeSeats.away().toBrigandine());
    next.check();
    // What this device remembers says that it is later than its clock does.
    next.follow(kept.expires().toEpochMilli());
    assertThatThrownBy(next::check).isInstanceOf(BrigandineException.class);
    next.step();
    next.check();
    assertThat(seats.asked).containsExactly("claim", "claim");
  }

  @Test
  void runsComeWithTheLeaseAndAreReported() throws Exception {
    seats.runs = 32;
    keeper.begin();
    long taken = 0;
    while (taken < 24) {
      taken += keeper.reserve();
    }
    assertThat(pokes).isPositive();
    keeper.giveBack(2);
    seats.runs = 64;
    seats.pass(10);
    keeper.step();
    assertThat(seats.asked).endsWith("renew " + (taken - 2));
    keeper.release();
    assertThat(seats.asked).endsWith("release " + (taken - 2));
  }

  @Test
  void aListenerThatThrowsIsCountedAndNoMore() throws Exception {
    Listeners listeners =
        new Listeners(
            event -> {
              throw new IllegalStateException("mine");
            },
            seats);
    LeaseKeeper with =
        new LeaseKeeper(seats, floating.license, seats, listeners, () -> 1, () -> {});
    with.begin();
    seats.pass(10);
    with.step();
    with.check();
    assertThat(listeners.failures()).isEqualTo(2);
  }

  @Test
  void aSeatThatCannotBeReturnedIsToldNotThrown() throws Exception {
    keeper.begin();
    seats.failures.add(FakeSeats.away());
    keeper.release();
    assertThat(events).containsExactly("LEASED", "RELEASE_FAILED");
  }
}
