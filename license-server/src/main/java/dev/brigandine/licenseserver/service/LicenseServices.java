package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** All services over one database. */
public final class LicenseServices implements AutoCloseable {
  LicenseServices() {}

  /** Opens and migrates. sqlite:PATH or postgresql://user:password@host:port/name. */
  public static LicenseServices open(
      String database,
      dev.brigandine.license.VendorKey key,
      Clock clock,
      java.security.SecureRandom random) {
    throw new UnsupportedOperationException();
  }

  /** . */
  public Staff staff() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public Customers customers() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public Bundles bundles() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public Entitlements entitlements() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public Devices devices() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public Activations activations() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public Leasing leasing() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public RevocationLists revocations() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public Usage usage() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public LeaseHistory history() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public Overview overview() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public AuditTrail audit() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public Backup backup() {
    throw new UnsupportedOperationException();
  }

  /** . */
  public Relays relays() {
    throw new UnsupportedOperationException();
  }

  /** Makes the first admin token, if there is none; shown this once. */
  public Optional<String> init() {
    throw new UnsupportedOperationException();
  }

  /** 32 bytes that all processes on this database share, for nonces. */
  public byte[] sharedSecret() {
    throw new UnsupportedOperationException();
  }

  /** Refuses with UNAVAILABLE if the database does not answer. */
  public void check() {
    throw new UnsupportedOperationException();
  }

  /** Housekeeping; call it about once a minute. */
  public void sweep() {
    throw new UnsupportedOperationException();
  }

  /** Ends its threads and connections. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
