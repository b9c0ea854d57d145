package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.Role;

/**
 * Who asks, as the audit trail will name him.
 *
 * @param who a token's label, a device's thumbprint, or {@code system}
 */
public record Actor(String who, Role role) {
  /** The server itself, or who sits at its console. */
  public static final Actor SYSTEM = new Actor("system", Role.ADMIN);

  void needs(Role needed) {
    if (!role.may(needed)) {
      throw new RefusedException(
          Refusal.WRONG_ROLE,
          "this needs the role " + name(needed) + ", and the token's is " + name(role),
          "use a token of a member of staff who may");
    }
  }

  private static String name(Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT);
  }
}
