package dev.brigandine.licenseserver.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A bundle that this server may license, and the delegation that lets it.
 *
 * @param id the bundle's id
 * @param customer for whom the bundle was made, if for one: a label of the vendor's, no {@link
 *     Customer#id()}
 * @param delegation the delegation licence, a JWT; it holds the activation key sealed for the
 *     server's key
 * @param delegationId its {@code jti}
 * @param signer thumbprint of the key that signed it
 * @param expires when the delegation ends
 * @param seats how many seats it lends, if this server is a relay
 */
public record RegisteredBundle(
    String id,
    String model,
    OptionalLong version,
    Optional<String> customer,
    String delegation,
    String delegationId,
    String signer,
    Instant expires,
    OptionalInt seats,
    Instant registered) {
  @Override
  public String toString() {
    return "RegisteredBundle[" + id + "]";
  }
}
