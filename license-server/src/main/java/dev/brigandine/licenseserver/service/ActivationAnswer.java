package dev.brigandine.licenseserver.service;

/**
 * A licence and the newest revocation list, both JWTs.
 *
 * @param fresh false if the licence had been issued before
 */
public record ActivationAnswer(String licence, String revocations, boolean fresh) {}
