package dev.brigandine.licenseserver.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * A device that asked for a licence or was put on a list.
 *
 * @param id thumbprint of its encryption key, 43 characters
 * @param signer thumbprint of its signing key, once known: proofs must be by this key
 * @param keys its public halves as the text of a JWK set
 * @param name as its owner calls it, 1 to 256 printable characters
 */
public record Device(
    String id,
    Optional<String> signer,
    String keys,
    String name,
    Optional<Revocation> revoked,
    Instant created) {}
