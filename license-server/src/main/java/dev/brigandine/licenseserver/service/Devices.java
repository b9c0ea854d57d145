package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** Devices that activated or are on a list. */
public final class Devices {
  Devices() {}

  /** Puts a device, by the text of its public key file, on an entitlement's list. Needs issuer. */
  public Device add(Actor actor, String entitlement, String keys, String name) {
    throw new UnsupportedOperationException();
  }

  /** Needs viewer. */
  public Device get(Actor actor, String id) {
    throw new UnsupportedOperationException();
  }

  /** For checking a proof: the device, if it is known. */
  public Optional<Device> find(String id) {
    throw new UnsupportedOperationException();
  }

  /** Of one entitlement or of all. Needs viewer. */
  public Page<Device> list(Actor actor, Optional<String> entitlement, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  /**
   * Its licences are void, the revocation list names it, and it no longer counts as one of an
   * entitlement's devices. Needs issuer.
   */
  public Device revoke(Actor actor, String id, String reason) {
    throw new UnsupportedOperationException();
  }
}
