package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.time.Duration;

/**
 * How a floating licence is lent. A lease ends {@code heartbeat + grace} after the server gave or
 * renewed it: until then the seat is the client's, even if it is never heard of again, and from
 * then on it is free. So a server that is away is survived for at least {@code grace}, and nobody
 * works on a seat that was given to another.
 *
 * @param heartbeat how often the client renews, 1 second to 1 day, in whole seconds
 * @param grace 0 seconds to 90 days, in whole seconds
 */
public record LeaseTerms(Duration heartbeat, Duration grace) {
  static final long MAX_HEARTBEAT = 24L * 3600;
  static final long MAX_GRACE = 90L * 24 * 3600;

  /** Checks the ranges. */
  public LeaseTerms {
    check("heartbeat", heartbeat, 1, MAX_HEARTBEAT);
    check("grace", grace, 0, MAX_GRACE);
  }

  /** How long a lease holds from the moment it is given. */
  public Duration length() {
    return heartbeat.plus(grace);
  }

  private static void check(String which, Duration value, long min, long max) {
    if (value.getSeconds() < min || value.getSeconds() > max || value.getNano() != 0) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "a lease's " + which + " must be " + min + " to " + max + " whole seconds, not " + value);
    }
  }
}
