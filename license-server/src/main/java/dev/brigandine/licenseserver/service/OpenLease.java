package dev.brigandine.licenseserver.service;

import java.time.Instant;

/** A lease that is not over, as staff see it. */
public record OpenLease(
    String id,
    String entitlement,
    String licence,
    String device,
    String deviceName,
    String instance,
    int seat,
    long fence,
    Instant since,
    Instant expires) {}
