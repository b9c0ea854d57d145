package dev.brigandine.licenseserver.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of an API token: never the token.
 *
 * @param id 22 characters, random
 * @param label for whom or what it is, 1 to 256 printable characters
 * @param revoked when it stopped working, if it did
 */
public record StaffToken(
    String id, String label, Role role, Instant created, Optional<Instant> revoked) {}
