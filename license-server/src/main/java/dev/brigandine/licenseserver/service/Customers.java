package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** Those who pay. */
public final class Customers {
  Customers() {}

  /** Needs issuer. */
  public Customer create(Actor actor, String name, String note) {
    throw new UnsupportedOperationException();
  }

  /** Needs viewer. */
  public Customer get(Actor actor, String id) {
    throw new UnsupportedOperationException();
  }

  /** Needs viewer. */
  public Page<Customer> list(Actor actor, PageRequest page) {
    throw new UnsupportedOperationException();
  }
}
