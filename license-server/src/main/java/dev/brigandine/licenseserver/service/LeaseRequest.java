package dev.brigandine.licenseserver.service;

import java.util.OptionalLong;

/**
 * What a device asks of a lease; the proof it came in holds, as the caller has checked.
 *
 * @param device thumbprint of its encryption key
 * @param signer thumbprint of the key that signed the proof
 * @param proof the proof's {@code jti}; the lease repeats it
 * @param instance 22 characters, the asking process's own
 * @param seq rises with each request of the instance
 * @param runs of a claim: how many runs to grant at a time; of a renewal or release: how many were
 *     used since the claim, in all
 */
public record LeaseRequest(
    String device, String signer, String proof, String instance, long seq, OptionalLong runs) {}
