package dev.brigandine.licenseserver.service;

/**
 * How often a licence was used by one instance.
 *
 * @param signer thumbprint of the key that signed the proof
 * @param licence the licence's {@code jti}
 * @param instance 22 characters
 * @param total runs since the instance came to be; a report that is repeated or late adds nothing
 */
public record UsageReport(
    String device, String signer, String licence, String instance, long total) {}
