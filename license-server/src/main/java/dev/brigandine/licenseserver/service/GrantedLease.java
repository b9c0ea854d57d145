package dev.brigandine.licenseserver.service;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * A seat on loan.
 *
 * @param id the lease's {@code jti}, the same through its renewals
 * @param runs how many runs were granted since the claim in all, if they are limited
 * @param token the signed lease
 */
public record GrantedLease(
    String id,
    String entitlement,
    String licence,
    String device,
    String instance,
    long fence,
    int seat,
    Instant issued,
    Instant expires,
    OptionalLong runs,
    String token) {
  GrantedLease signed(String jwt) {
    return new GrantedLease(
        id, entitlement, licence, device, instance, fence, seat, issued, expires, runs, jwt);
  }

  @Override
  public String toString() {
    return "GrantedLease[" + id + "]";
  }
}
