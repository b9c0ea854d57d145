package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.Customer;
import java.sql.ResultSet;
import java.sql.SQLException;
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

  private static Customer row(ResultSet rs) throws SQLException {
    return new Customer(
        rs.getString("id"),
        rs.getString("name"),
        rs.getString("note"),
        Columns.time(rs, "created"));
  }
}
