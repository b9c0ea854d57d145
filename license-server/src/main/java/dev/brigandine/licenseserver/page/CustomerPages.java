package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.domain.Customer;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.service.EntitlementFilter;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.Page;
import java.util.Optional;

/** Customers. */
final class CustomerPages {
  private final LicenseServices services;

  CustomerPages(LicenseServices services) {
    this.services = services;
  }

  void addTo(Desk desk) {
    desk.get("/page/customers", this::list);
    desk.get("/page/customers/new", Role.ISSUER, visit -> form(visit, 200, Form.empty()));
    desk.post("/page/customers/new", this::create);
    desk.get(
        "/page/customers/{id}",
        visit -> {
          Customer customer = services.customers().get(visit.actor(), visit.id());
          EntitlementFilter filter =
              new EntitlementFilter(Optional.of(customer.id()), Optional.empty(), Optional.empty());
          return visit.show(
              "customer",
              visit.frame(customer.name(), "customers"),
              "customer",
              customer,
              "licenses",
              services.entitlements().list(visit.actor(), filter, visit.page()),
              "now",
              visit.now());
        });
  }

  private Reply list(Visit visit) {
    Form form = Form.empty();
    String part = visit.query("name").orElse("");
    form.with("name", part);
    Page<Customer> found = new Page<>(java.util.List.of(), Optional.empty());
    if (part.isEmpty()) {
      found = services.customers().list(visit.actor(), visit.page());
    } else {
      found =
          form.attempt("name", () -> services.customers().search(visit.actor(), part, visit.page()))
              .orElse(found);
    }
    return visit.show(
        form.ok() ? 200 : 422,
        "customers",
        visit.frame("Customers", "customers"),
        "customers",
        found,
        "form",
        form);
  }

  private Reply create(Visit visit) {
    Form form = visit.form();
    String name = form.text("name", "the customer's name");
    if (form.ok()) {
      Optional<Customer> made =
          form.attempt(
              "name", () -> services.customers().create(visit.actor(), name, form.value("note")));
      if (made.isPresent()) {
        return Reply.to("/page/customers/" + made.get().id() + "?done=customer");
      }
    }
    return form(visit, 422, form);
  }

  private static Reply form(Visit visit, int status, Form form) {
    return visit.show(
        status, "customer-new", visit.frame("New customer", "customers"), "form", form);
  }
}
