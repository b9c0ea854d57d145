package dev.brigandine.licenseserver.domain;

import java.time.Instant;

/**
 * Someone who pays.
 *
 * @param id 22 characters, random
 * @param name 1 to 256 printable characters
 * @param note at most 1,024 printable characters
 */
public record Customer(String id, String name, String note, Instant created) {
  /** Checks the ranges. */
  public Customer {
    Bounds.id("customer id", id);
    Bounds.label("customer's name", name, Bounds.LABEL);
    note = Bounds.note("customer's note", note);
  }
}
