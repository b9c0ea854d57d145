package dev.brigandine.licenseserver.domain;

/**
 * What binds an entitlement's seats, besides who holds them. Times are whole seconds since 1970.
 *
 * @param seats how many there are, those on loan to relays among them
 * @param runs in all, or -1 for any number
 * @param grantsFrom no claim is granted before; for the time after a restore, when leases may be
 *     out that nobody remembers
 */
public record SeatRules(
    int seats,
    long starts,
    long expires,
    boolean revoked,
    long leaseSeconds,
    long runs,
    long grantsFrom) {
  /** Of an entitlement. */
  public static SeatRules of(Terms terms, boolean revoked, long grantsFrom) {
    return new SeatRules(
        terms.seats(),
        terms.starts().getEpochSecond(),
        terms.expires().getEpochSecond(),
        revoked,
        terms.leaseSeconds(),
        terms.runs().orElse(-1),
        grantsFrom);
  }
}
