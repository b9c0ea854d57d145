package dev.brigandine.licenseserver.domain;

/** What an instance asks of its entitlement's seats. */
public sealed interface SeatRequest {
  /** Thumbprint of the device. */
  String device();

  /** The instance on it. */
  String instance();

  /** Rises with each request of the instance. */
  long seq();

  /** Whether the device was revoked. */
  boolean deviceRevoked();

  /**
   * A seat, please.
   *
   * @param licence its {@code jti}
   * @param licenceExpires seconds since 1970
   * @param licenceRevoked whether this licence alone was
   * @param lease the id that a lease granted now is to have; a fresh one
   * @param block how many runs to grant at a time, if runs are limited
   */
  record Claim(
      String device,
      String instance,
      long seq,
      boolean deviceRevoked,
      String licence,
      long licenceExpires,
      boolean licenceRevoked,
      String lease,
      long block)
      implements SeatRequest {}

  /**
   * Longer, please.
   *
   * @param used runs since the claim, in all; -1 if not said
   */
  record Renew(
      String device,
      String instance,
      long seq,
      boolean deviceRevoked,
      long licenceExpires,
      boolean licenceRevoked,
      long fence,
      long used)
      implements SeatRequest {}

  /**
   * No longer needed. Always heard, whoever was revoked.
   *
   * @param used runs since the claim, in all; -1 if not said
   */
  record Release(String device, String instance, long seq, long fence, long used)
      implements SeatRequest {
    @Override
    public boolean deviceRevoked() {
      return false;
    }
  }
}
