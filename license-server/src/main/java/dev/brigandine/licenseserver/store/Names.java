package dev.brigandine.licenseserver.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Names of many rows by one query. */
final class Names {
  private Names() {}

  /** {@code table} is a constant of this package. */
  static Map<String, String> of(Tx tx, String table, Collection<String> ids) {
    Map<String, String> names = new HashMap<>();
    if (!ids.isEmpty()) {
      tx.handle()
          .createQuery("SELECT id, name FROM " + table + " WHERE id IN (<ids>)")
          .bindList("ids", java.util.List.copyOf(ids))
          .map((rs, ctx) -> names.put(rs.getString(1), rs.getString(2)))
          .list();
    }
    return names;
  }
}
