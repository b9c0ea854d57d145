package dev.brigandine.audit.license;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A machine's clock in the hand of its owner. */
final class TurnedClock extends Clock {
  private volatile Instant now;
  private volatile ZoneId zone = ZoneOffset.UTC;

  TurnedClock(Instant now) {
    this.now = now;
  }

  void set(Instant time) {
    now = time;
  }

  void carryTo(ZoneId other) {
    zone = other;
  }

  @Override
  public Instant instant() {
    return now.atZone(zone).toInstant();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    TurnedClock copy = new TurnedClock(now);
    copy.zone = other;
    return copy;
  }
}
