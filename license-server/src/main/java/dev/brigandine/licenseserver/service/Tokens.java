package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.RegisteredBundle;
import dev.brigandine.licenseserver.domain.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads and signs what leaves the server, by the server's key. */
interface Tokens {
  /** Thumbprint of the server's signing key. */
  String issuer();

  /**
   * What a delegation to this server says.
   *
   * @param signer whose key signed it
   * @param relayTerms what it lends, if it has seats
   * @param entitlement of the vendor's server, if it comes from one
   */
  record Delegation(
      String id,
      String signer,
      List<String> bundles,
      String model,
      OptionalLong version,
      Optional<String> customer,
      Instant expires,
      OptionalInt seats,
      Optional<String> entitlement,
      Optional<Terms> relayTerms) {}

  /**
   * Reads a delegation and checks that it is one, that it is for this server's keys, and that it
   * holds now.
   */
  Delegation delegation(String jwt, Instant now);

  /**
   * Public halves of a device.
   *
   * @param id thumbprint of the encryption key
   * @param signer thumbprint of the signing key, if there is one
   */
  record DeviceKeys(String id, Optional<String> signer) {}

  /** Reads the text of a device's public key file. */
  DeviceKeys device(String keys);

  /** A token and its id. */
  record Issued(String id, String jwt) {}

  /** A licence for a device. */
  Issued licence(
      RegisteredBundle bundle,
      Entitlement entitlement,
      String deviceKeys,
      Optional<Map<String, List<String>>> traits,
      Instant expires,
      Instant now);

  /** A delegation for a relay, by the text of its vendor public key file. */
  Issued relay(
      RegisteredBundle bundle,
      Entitlement entitlement,
      String relayKeys,
      int seats,
      Instant until,
      Instant now);

  /** A lease; {@code proof} is the id of the request that it answers. */
  String lease(GrantedLease lease, String proof);

  /** The revocation list. */
  String revocations(long number, List<String> ids, Instant now, Instant nextUpdate);
}
