package dev.brigandine.licenseserver.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Lists in parts, newest first, by the place of the last row seen. */
final class Paged {
  private Paged() {}

  /**
   * All but {@code bound} and {@code after} are constants of this package.
   *
   * @param filter a condition with names of {@code bound}, or null
   * @param after id of the last row of the part before
   */
  static <T> List<T> list(
      Tx tx,
      String table,
      String filter,
      Map<String, ?> bound,
      int limit,
      Optional<String> after,
      RowMapper<T> mapper) {
    return list(tx, table, filter, bound, limit, after, "", mapper);
  }

  /**
   * @param more further columns, each behind a comma
   */
  static <T> List<T> list(
      Tx tx,
      String table,
      String filter,
      Map<String, ?> bound,
      int limit,
      Optional<String> after,
      String more,
      RowMapper<T> mapper) {
    String sql = "SELECT *" + more + " FROM " + table + " WHERE 1 = 1";
    if (filter != null) {
      sql += " AND " + filter;
    }
    if (after.isPresent()) {
      sql += " AND (created, id) < (SELECT created, id FROM " + table + " WHERE id = :after)";
    }
    Query query =
        tx.handle()
            .createQuery(sql + " ORDER BY created DESC, id DESC LIMIT :limit")
            .bindMap(bound)
            .bind("limit", limit);
    after.ifPresent(id -> query.bind("after", id));
    return query.map(mapper).list();
  }
}
