package dev.brigandine.licenseserver.domain;

/**
 * Seats lent to a relay.
 *
 * @param until seconds since 1970; from then on they are back
 */
public record Reservation(int seats, long until) {}
