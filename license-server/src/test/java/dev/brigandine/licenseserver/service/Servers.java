package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.store.Database;
import dev.brigandine.licenseserver.store.DatabaseAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.UUID;

/** Databases for tests: a PostgreSQL server for the JVM, with a fresh database for each test. */
public final class Servers {
  private static EmbeddedPostgres postgres;

  private Servers() {}

  /** The address of an empty PostgreSQL database, whose server does not wait for the disk. */
  public static String postgres() {
    return postgres(false);
  }

  /**
   * The same.
   *
   * @param durable whether each commit is on the disk before it counts, as it is for an operator
   */
  public static synchronized String postgres(boolean durable) {
    try {
      if (postgres == null) {
        // The library's own default for tests is off.
        postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", durable ? "on" : "off")
                .setServerConfig("synchronous_commit", "on")
                .start();
        EmbeddedPostgres started = postgres;
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      try {
                        started.close();
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }));
      }
      String name = "t" + UUID.randomUUID().toString().replace("-", "");
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      return "postgresql://postgres:postgres@localhost:" + postgres.getPort() + "/" + name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A server process's services on a database. */
  public static LicenseServices open(String address, Clock clock, String prefix) {
    return new LicenseServices(
        Database.open(DatabaseAddress.parse(address), clock),
        new FakeTokens(prefix),
        new java.security.SecureRandom());
  }
}
