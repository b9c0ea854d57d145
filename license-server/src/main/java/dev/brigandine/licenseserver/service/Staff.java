package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** Tokens of the vendor's staff. */
public final class Staff {
  Staff() {}

  /** A new token, shown this once; only its SHA-256 is kept. Needs admin. */
  public String create(Actor actor, String label, Role role) {
    throw new UnsupportedOperationException();
  }

  /** All tokens. Needs admin. */
  public Page<StaffToken> list(Actor actor, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  /** Ends a token; the last admin's cannot be. Needs admin. */
  public void revoke(Actor actor, String id) {
    throw new UnsupportedOperationException();
  }

  /** Whose it is. Refuses with BAD_PROOF what is no token or no longer one. */
  public Actor authenticate(String token) {
    throw new UnsupportedOperationException();
  }
}
