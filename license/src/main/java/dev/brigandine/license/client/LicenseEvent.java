package dev.brigandine.license.client;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that an application may want to know about its licence.
 *
 * @param kind what happened
 * @param at when, by this machine's clock
 * @param until until when runs are granted without a further word of the server, or when the
 *     licence ends; absent where that says nothing
 * @param detail one lower-case sentence for people, without secrets
 */
public record LicenseEvent(Kind kind, Instant at, Optional<Instant> until, String detail) {
  /** What may happen; kinds may be added. */
  public enum Kind {
    /** The server issued a licence for this device. */
    ACTIVATED,
    /** A seat was lent. */
    LEASED,
    /** The seat was lent for longer. */
    RENEWED,
    /** The server does not answer; runs go on until {@link LicenseEvent#until()}. */
    UNREACHABLE,
    /** The seat is gone: its time ran out, or the server says that it is another's. */
    LOST,
    /** There is a seat again after {@link #LOST}. */
    REGAINED,
    /** The licence, its entitlement or this device was revoked. */
    REVOKED,
    /** The seat was given back. */
    RELEASED,
    /** The seat could not be given back; the server frees it when its time is over. */
    RELEASE_FAILED,
    /** The licence, not only the seat, ends within a week. */
    EXPIRES_SOON
  }
}
