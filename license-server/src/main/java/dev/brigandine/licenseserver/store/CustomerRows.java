package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Customer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Customers. */
public final class CustomerRows {
  private CustomerRows() {}

  /** Adds one; a name that is taken is a conflict. */
  public static void insert(Tx tx, Customer customer) {
    tx.handle()
        .createUpdate(
            "INSERT INTO customers (id, name, note, created) VALUES (:id, :name, :note, :created)")
        .bind("id", customer.id())
        .bind("name", customer.name())
        .bind("note", customer.note())
        .bind("created", customer.created().getEpochSecond())
        .execute();
  }

  /** By its id. */
  public static Optional<Customer> find(Tx tx, String id) {
    return tx.handle()
        .createQuery("SELECT * FROM customers WHERE id = :id")
        .bind("id", id)
        .map((rs, ctx) -> row(rs))
        .findOne();
  }

  /** Newest first. */
  public static List<Customer> list(Tx tx, int limit, Optional<String> after) {
    return Paged.list(tx, "customers", null, Map.of(), limit, after, (rs, ctx) -> row(rs));
  }

  /** Whose name has {@code part} in it, in either case of ASCII letters; newest first. */
  public static List<Customer> search(Tx tx, String part, int limit, Optional<String> after) {
    String pattern = part.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    return Paged.list(
        tx,
        "customers",
        "lower(name) LIKE lower(:pattern) ESCAPE '!'",
        Map.of("pattern", "%" + pattern + "%"),
        limit,
        after,
        (rs, ctx) -> row(rs));
  }

  /** By the whole name. */
  public static Optional<Customer> byName(Tx tx, String name) {
    return tx.handle()
        .createQuery("SELECT * FROM customers WHERE name = :name")
        .bind("name", name)
        .map((rs, ctx) -> row(rs))
        .findOne();
  }

  /** Names by ids. */
  public static Map<String, String> names(Tx tx, Collection<String> ids) {
    return Names.of(tx, "customers", ids);
  }

  private static Customer row(ResultSet rs) throws SQLException {
    return new Customer(
        rs.getString("id"),
        rs.getString("name"),
        rs.getString("note"),
        Columns.time(rs, "created"));
  }
}
