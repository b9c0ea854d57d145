package dev.brigandine.licenseserver.service;

import java.time.Instant;

/**
 * Leases in use during a stretch of time.
 *
 * @param from its start
 * @param peak the most at any moment in it
 * @param last at its end
 */
public record HistoryPoint(Instant from, int peak, int last) {}
