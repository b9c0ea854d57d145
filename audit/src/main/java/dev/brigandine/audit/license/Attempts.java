package dev.brigandine.audit.license;

import java.util.LinkedHashMap;
import java.util.Map;

/** Attempts by name. */
final class Attempts {
  /** Does the honest thing, and returns the other one, still to be tried. */
  interface Attempt {
    Trial of(Thief thief) throws Exception;
  }

  /** Refused, or opens. */
  interface Trial {
    void run() throws Exception;
  }

  private final boolean vendor;
  private final Map<String, Attempt> attempts = new LinkedHashMap<>();
  private final Map<String, String> claims = new LinkedHashMap<>();

  /**
   * @param vendor whether licences can be issued
   */
  Attempts(boolean vendor) {
    this.vendor = vendor;
  }

  /** One that {@code docs/licensing.md} tells. */
  void add(String name, Attempt attempt) {
    if (vendor) {
      attempts.put(name, attempt);
    }
  }

  /** The same, of one that can be made with the customer's own licence, too. */
  void own(String name, Attempt attempt) {
    attempts.put(name, attempt);
  }

  /** One that another page tells, and what it says comes of it. */
  void add(String name, String claim, Attempt attempt) {
    add(name, attempt);
    claims.put(name, claim);
  }

  void own(String name, String claim, Attempt attempt) {
    own(name, attempt);
    claims.put(name, claim);
  }

  Map<String, Attempt> all() {
    return attempts;
  }

  /** Of those that were given one. */
  Map<String, String> claims() {
    return claims;
  }
}
