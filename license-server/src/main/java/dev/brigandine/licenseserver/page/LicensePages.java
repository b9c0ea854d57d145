package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.domain.Activation;
import dev.brigandine.licenseserver.domain.Customer;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Kind;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.service.EntitlementFilter;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.Page;
import dev.brigandine.licenseserver.service.PageRequest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What customers bought, and what was issued under it. */
final class LicensePages {
  private static final PageRequest FEW = new PageRequest(20, Optional.empty());

  private final LicenseServices services;

  LicensePages(LicenseServices services) {
    this.services = services;
  }

  void addTo(Desk desk) {
    desk.get("/page/licenses", this::list);
    // Before the licence itself: paths are tried in the order in which they were added.
    desk.get("/page/licenses/new", Role.ISSUER, visit -> LicenseForms.blank(services, visit));
    desk.get("/page/licenses/{id}", this::license);
    desk.get(
        "/page/activations/{id}/licence",
        visit -> {
          Activation activation = services.activations().get(visit.actor(), visit.id());
          return new Reply.File(
              "licence-" + activation.licence() + ".jwt", activation.jwt() + "\n");
        });
    desk.get(
        "/page/licenses/{id}/activations",
        visit -> {
          Entitlement license = services.entitlements().get(visit.actor(), visit.id());
          Page<Activation> activations =
              services.activations().list(visit.actor(), Optional.of(license.id()), visit.page());
          return visit.show(
              "activations",
              visit.frame("Activations", "licenses"),
              "license",
              license,
              "activations",
              activations,
              "names",
              services.devices().names(visit.actor(), devices(activations.items())),
              "now",
              visit.now());
        });
  }

  private static java.util.Set<String> devices(List<Activation> activations) {
    return activations.stream().map(Activation::device).collect(Collectors.toSet());
  }

  private Reply list(Visit visit) {
    Form form =
        new Form(new LinkedHashMap<>())
            .with("customer", visit.query("customer").orElse(""))
            .with("kind", visit.query("kind").orElse(""))
            .with("state", visit.query("state").orElse(""));
    Optional<Kind> kind = form.word("kind", Kind.class);
    Optional<EntitlementFilter.State> state = form.word("state", EntitlementFilter.State.class);
    Optional<String> customer = Optional.empty();
    if (!form.value("customer").isEmpty()) {
      customer =
          services.customers().byName(visit.actor(), form.value("customer")).map(Customer::id);
      if (customer.isEmpty()) {
        form.wrong("customer", "There is no customer of that name.");
      }
    }
    Page<Entitlement> licenses =
        form.ok()
            ? services
                .entitlements()
                .list(visit.actor(), new EntitlementFilter(customer, kind, state), visit.page())
            : new Page<>(List.of(), Optional.empty());
    return visit.show(
        form.ok() ? 200 : 422,
        "licenses",
        visit.frame("Licences", "licenses"),
        "form",
        form,
        "licenses",
        licenses,
        "names",
        services
            .customers()
            .names(
                visit.actor(),
                licenses.items().stream()
                    .map(Entitlement::customer)
                    .flatMap(Optional::stream)
                    .collect(Collectors.toSet())),
        "now",
        visit.now());
  }

  private Reply license(Visit visit) {
    Entitlement license = services.entitlements().get(visit.actor(), visit.id());
    Optional<String> id = Optional.of(license.id());
    Page<Activation> activations = services.activations().list(visit.actor(), id, FEW);
    LocalDate today = LocalDate.ofInstant(visit.now(), ZoneOffset.UTC);
    String customer =
        license.customer().map(it -> services.customers().get(visit.actor(), it).name()).orElse("");
    return visit.show(
        "license",
        visit.frame(
            customer.isEmpty() ? "Licence of this relay" : "Licence for " + customer, "licenses"),
        "license",
        license,
        "customer",
        customer,
        "devices",
        services.devices().list(visit.actor(), id, FEW),
        "activations",
        activations,
        "names",
        services.devices().names(visit.actor(), devices(activations.items())),
        "leases",
        services.leasing().list(visit.actor(), id, FEW),
        "usage",
        services.usage().days(visit.actor(), license.id(), today.minusDays(30), today),
        "now",
        visit.now());
  }
}
