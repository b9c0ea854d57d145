package dev.brigandine.licenseserver.store;

import java.util.Arrays;

/** What only someone with the database itself can do, or see. */
public final class Sql {
  private Sql() {}

  /** Changes by one statement. */
  public static void change(Database database, String statement, Object... values) {
    database.write(tx -> tx.handle().execute(statement, values));
  }

  /** The text in the one row and column. */
  public static String text(Database database, String query) {
    return database.read(tx -> tx.handle().createQuery(query).mapTo(String.class).one());
  }

  /** How many pages a SQLite database may grow to, but never fewer than it has. */
  public static void pages(Database database, long most) {
    database.alone(
        handle -> handle.createQuery("PRAGMA max_page_count = " + most).mapTo(Long.class).one());
  }

  /**
   * Every row of every table but the migrations', in a fixed order; without the newest time that a
   * pool of seats was told, which even a refusal moves on.
   */
  public static String dump(Database database) {
    StringBuilder all = new StringBuilder();
    for (String table :
        Arrays.asList(
            "meta tokens customers bundles entitlements entitlement_bundles devices enrolments"
                .concat(" activations pools holds reservations levels usage_days usage_totals")
                .concat(" revocations audit audit_head")
                .split(" "))) {
      all.append(table).append('\n');
      database
          .read(tx -> tx.handle().createQuery("SELECT * FROM " + table).mapToMap().list())
          .stream()
          .map(row -> row.toString().replaceAll("latest=[0-9]+", ""))
          .sorted()
          .forEach(row -> all.append(row).append('\n'));
    }
    return all.toString();
  }
}
