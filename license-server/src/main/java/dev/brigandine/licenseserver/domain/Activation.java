package dev.brigandine.licenseserver.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A licence that was issued to a device.
 *
 * @param licence its {@code jti}
 * @param jwt the licence itself
 */
public record Activation(
    String licence,
    String entitlement,
    String bundle,
    String device,
    Instant issued,
    Instant expires,
    Optional<Revocation> revoked,
    String jwt) {
  @Override
  public String toString() {
    return "Activation[" + licence + "]";
  }
}
