package dev.brigandine.licenseserver.store;

import java.util.List;

/** What the revocation list names. */
public final class RevocationRows {
  private RevocationRows() {}

  /**
   * Adds a name; the list's number rises.
   *
   * @param until when nothing it concerns can be good any more, so that it may leave the list
   */
  public static void add(Tx tx, String id, long until, long now) {
    long number = MetaRows.lockNumber(tx, MetaRows.REVOCATION_NUMBER) + 1;
    MetaRows.put(tx, MetaRows.REVOCATION_NUMBER, Long.toString(number));
    tx.handle()
        .createUpdate(
            "INSERT INTO revocations (id, number, until, created) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (id) DO NOTHING")
        .bind(0, id)
        .bind(1, number)
        .bind(2, until)
        .bind(3, now)
        .execute();
  }

  /** What is to be named, newest first. */
  public static List<String> ids(Tx tx, long now, int limit) {
    return tx.handle()
        .createQuery(
            "SELECT id FROM revocations WHERE until > :now ORDER BY number DESC LIMIT :limit")
        .bind("now", now)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /** How many are to be named. */
  public static long count(Tx tx, long now) {
    return tx.handle()
        .createQuery("SELECT count(*) FROM revocations WHERE until > :now")
        .bind("now", now)
        .mapTo(Long.class)
        .one();
  }
}
