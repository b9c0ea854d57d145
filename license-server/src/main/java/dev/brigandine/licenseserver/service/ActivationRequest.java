package dev.brigandine.licenseserver.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a device asks to activate. That the proof it came in holds is for the caller to have
 * checked.
 *
 * @param device thumbprint of its encryption key, as the proof names it
 * @param signer thumbprint of the key that signed the proof
 * @param keys both public halves as the text of a JWK set, at most 4,096 characters
 * @param name 1 to 256 printable characters
 * @param traits name to hashes, of the machine it is on; at most 16 of at most 16, each of at most
 *     64 characters
 */
public record ActivationRequest(
    String device,
    String signer,
    String entitlement,
    String bundle,
    String keys,
    String name,
    Optional<Map<String, List<String>>> traits) {}
