package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** The signed list of what was revoked. */
public final class RevocationLists {
  RevocationLists() {}

  /** The newest list, a JWT. */
  public String current() {
    throw new UnsupportedOperationException();
  }

  /** Its number. */
  public long number() {
    throw new UnsupportedOperationException();
  }
}
