package dev.brigandine.licenseserver.store;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Moves all that a licence server knows from one database to another, of whichever kinds. Both have
 * the same tables, since one text makes them. Servers must be at rest: what one writes meanwhile
 * into the old database is lost.
 */
public final class Move {
  /** Each after those it refers to. Sessions of the page are left behind: people sign in again. */
  private static final List<String> TABLES =
      List.of(
          "meta",
          "tokens",
          "customers",
          "bundles",
          "entitlements",
          "entitlement_bundles",
          "devices",
          "enrolments",
          "activations",
          "pools",
          "holds",
          "reservations",
          "levels",
          "usage_days",
          "usage_totals",
          "revocations",
          "audit",
          "audit_head");

  private static final int BATCH = 500;

  private Move() {}

  /**
   * Copies every row, in one transaction of {@code to}.
   *
   * @param to one that was opened and never used
   * @return how many rows
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if {@code to} knows something already
   */
  public static long move(Database from, Database to) {
    return from.read(
        source ->
            to.write(
                target -> {
                  refuseUsed(target.handle());
                  List<String> backwards = new ArrayList<>(TABLES);
                  Collections.reverse(backwards);
                  // What the tables are made with.
                  backwards.forEach(table -> target.handle().execute("DELETE FROM " + table));
                  long rows = 0;
                  for (String table : TABLES) {
                    rows += copy(source.handle(), target.handle(), table);
                  }
                  return rows;
                }));
  }

  private static void refuseUsed(Handle to) {
    for (String table : List.of("audit", "tokens", "customers")) {
      long rows = to.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one();
      if (rows > 0) {
        throw new BrigandineException(
            ErrorCode.USAGE,
            "the database to move to is in use already",
            "make a new one, and do not run init on it");
      }
    }
  }

  private static long copy(Handle from, Handle to, String table) {
    long rows = 0;
    try (var all = from.createQuery("SELECT * FROM " + table).mapToMap().stream()) {
      var next = all.iterator();
      PreparedBatch batch = null;
      while (next.hasNext()) {
        Map<String, Object> row = new LinkedHashMap<>(next.next());
        if (batch == null) {
          batch = to.prepareBatch(insert(table, row));
        }
        row.forEach(batch::bind);
        batch.add();
        rows++;
        if (batch.size() == BATCH) {
          batch.execute();
        }
      }
      if (batch != null && batch.size() > 0) {
        batch.execute();
      }
    }
    long there = to.createQuery("SELECT count(*) FROM " + table).mapTo(Long.class).one();
    if (there != rows) {
      throw new BrigandineException(
          ErrorCode.IO, "table " + table + " has " + rows + " rows, and " + there + " arrived");
    }
    return rows;
  }

  /** Names come from our own tables; values are bound. */
  private static String insert(String table, Map<String, Object> row) {
    return "INSERT INTO "
        + table
        + " ("
        + String.join(", ", row.keySet())
        + ") VALUES (:"
        + String.join(", :", row.keySet())
        + ")";
  }
}
