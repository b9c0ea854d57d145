package dev.brigandine.licenseserver.domain;

/** Which devices may activate. */
public enum Enrolment {
  /**
   * Any device that knows the entitlement's id, up to its most devices. The id is then worth a seat
   * to whoever has it.
   */
  OPEN,
  /** Only devices that staff put on the entitlement's list. */
  LISTED
}
