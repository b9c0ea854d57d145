package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** Licences for devices. */
public final class Activations {
  Activations() {}

  /** The same licence again if nothing changed. */
  public ActivationAnswer activate(ActivationRequest request) {
    throw new UnsupportedOperationException();
  }

  /** Needs viewer. */
  public Activation get(Actor actor, String licence) {
    throw new UnsupportedOperationException();
  }

  /** Needs viewer. */
  public Page<Activation> list(Actor actor, Optional<String> entitlement, PageRequest page) {
    throw new UnsupportedOperationException();
  }

  /** A licence by a device's public key file, for a device without network. Needs issuer. */
  public Activation issue(
      Actor actor, String entitlement, String bundle, String keys, String name) {
    throw new UnsupportedOperationException();
  }

  /** One licence. Needs issuer. */
  public Activation revoke(Actor actor, String licence, String reason) {
    throw new UnsupportedOperationException();
  }
}
