package dev.brigandine.licenseserver.store;

import java.util.Optional;

/** Single values that all processes share. */
public final class MetaRows {
  /** Seconds since 1970 before which no claim is granted. */
  public static final String GRANTS_FROM = "grants-from";

  /** The number of the newest revocation list. */
  public static final String REVOCATION_NUMBER = "revocation-number";

  /** What nonces are made with. */
  public static final String SHARED_SECRET = "shared-secret";

  private MetaRows() {}

  /** A value, if it was ever set. */
  public static Optional<String> text(Tx tx, String name) {
    return tx.handle()
        .createQuery("SELECT value FROM meta WHERE name = :name")
        .bind("name", name)
        .mapTo(String.class)
        .findOne();
  }

  /** A value that is a number and was set by the migration. */
  public static long number(Tx tx, String name) {
    return Long.parseLong(text(tx, name).orElseThrow());
  }

  /** Sets a value. */
  public static void put(Tx tx, String name, String value) {
    tx.handle()
        .createUpdate(
            "INSERT INTO meta (name, value) VALUES (:name, :value)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind("name", name)
        .bind("value", value)
        .execute();
  }

  /** Sets a value unless another process was first; the value that is there then. */
  public static String putIfAbsent(Tx tx, String name, String value) {
    tx.handle()
        .createUpdate(
            "INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING")
        .bind("name", name)
        .bind("value", value)
        .execute();
    return text(tx, name).orElseThrow();
  }

  /** Reads a number for changing it, keeping others from doing so. */
  public static long lockNumber(Tx tx, String name) {
    return Long.parseLong(
        tx.handle()
            .createQuery("SELECT value FROM meta WHERE name = :name" + tx.lock())
            .bind("name", name)
            .mapTo(String.class)
            .one());
  }
}
