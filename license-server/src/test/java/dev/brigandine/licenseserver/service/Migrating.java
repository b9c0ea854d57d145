package dev.brigandine.licenseserver.service;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.time.Clock;

/** A process that opens a database, makes it its own, and ends. */
final class Migrating {
  private Migrating() {}

  /** The database's address. */
  public static void main(String[] args) throws Exception {
    System.in.read();
    try (LicenseServices server = open(args[0])) {
      server.init();
      server.customers().create(Actor.SYSTEM, "by " + ProcessHandle.current().pid(), "");
    }
  }

  /** On a busy machine a database may take longer to be reached than a server waits. */
  private static LicenseServices open(String address) {
    for (int tries = 1; ; tries++) {
      try {
        return Servers.open(address, Clock.systemUTC(), "a");
      } catch (BrigandineException e) {
        if (e.code() != ErrorCode.FILE_UNREADABLE || tries == 10) {
          throw e;
        }
      }
    }
  }
}
