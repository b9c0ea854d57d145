package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.Customer;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.store.CustomerRows;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Those who pay. */
public final class Customers {
  private final Data data;

  Customers(Data data) {
    this.data = data;
  }

  /** A name that is taken is a conflict. Needs issuer. */
  public Customer create(Actor actor, String name, String note) {
    actor.needs(Role.ISSUER);
    return data.write(
        tx -> {
          Customer customer = new Customer(data.id(), name, note, Instant.ofEpochSecond(tx.now()));
          CustomerRows.insert(tx, customer);
          JsonObject detail = new JsonObject();
          detail.addProperty("name", customer.name());
          Data.audit(tx, actor, "customer.create", customer.id(), detail);
          return customer;
        });
  }

  /** Needs viewer. */
  public Customer get(Actor actor, String id) {
    actor.needs(Role.VIEWER);
    return Data.known(data.read(tx -> CustomerRows.find(tx, id)), "customer", id);
  }

  /** Needs viewer. */
  public Page<Customer> list(Actor actor, PageRequest page) {
    actor.needs(Role.VIEWER);
    List<Customer> items = data.read(tx -> CustomerRows.list(tx, page.limit(), page.after()));
    return Data.page(items, page.limit(), Customer::id);
  }

  /** Whose name has {@code part} in it. Needs viewer. */
  public Page<Customer> search(Actor actor, String part, PageRequest page) {
    actor.needs(Role.VIEWER);
    String text = Bounds.label("part of a name", part, Bounds.LABEL);
    List<Customer> items =
        data.read(tx -> CustomerRows.search(tx, text, page.limit(), page.after()));
    return Data.page(items, page.limit(), Customer::id);
  }

  /** By the whole name. Needs viewer. */
  public Optional<Customer> byName(Actor actor, String name) {
    actor.needs(Role.VIEWER);
    return data.read(tx -> CustomerRows.byName(tx, name));
  }

  /** Names by ids, at most {@value PageRequest#MAX}. Needs viewer. */
  public Map<String, String> names(Actor actor, Set<String> ids) {
    actor.needs(Role.VIEWER);
    Bounds.check("number of ids", ids.size(), 0, PageRequest.MAX);
    return data.read(tx -> CustomerRows.names(tx, ids));
  }
}
