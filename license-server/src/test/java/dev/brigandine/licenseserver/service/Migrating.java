package dev.brigandine.licenseserver.service;

import java.time.Clock;

/** A process that opens a database, makes it its own, and ends. */
final class Migrating {
  private Migrating() {}

  /** The database's address. */
  public static void main(String[] args) throws Exception {
    System.in.read();
    try (LicenseServices server = Servers.open(args[0], Clock.systemUTC(), "a")) {
      server.init();
      server.customers().create(Actor.SYSTEM, "by " + ProcessHandle.current().pid(), "");
    }
  }
}
