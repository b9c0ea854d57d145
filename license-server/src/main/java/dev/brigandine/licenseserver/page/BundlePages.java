package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.domain.RegisteredBundle;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.util.Optional;

/** Bundles that this server may license. */
final class BundlePages {
  private final LicenseServices services;

  BundlePages(LicenseServices services) {
    this.services = services;
  }

  void addTo(Desk desk) {
    desk.get(
        "/page/bundles",
        visit ->
            visit.show(
                "bundles",
                visit.frame("Bundles", "bundles"),
                "bundles",
                services.bundles().list(visit.actor(), visit.page()),
                "now",
                visit.now()));
    desk.get("/page/bundles/new", Role.ADMIN, visit -> form(visit, 200, Form.empty()));
    desk.post("/page/bundles/new", this::register);
    desk.get(
        "/page/bundles/{id}",
        visit -> {
          RegisteredBundle bundle = services.bundles().get(visit.actor(), visit.id());
          return visit.show(
              "bundle",
              visit.frame("Bundle " + bundle.model(), "bundles"),
              "bundle",
              bundle,
              "now",
              visit.now());
        });
  }

  private Reply register(Visit visit) {
    Form form = visit.form();
    String delegation = form.fileOr("file", "delegation", "the delegation's file");
    if (form.ok()) {
      Optional<RegisteredBundle> bundle =
          form.attempt("delegation", () -> services.bundles().register(visit.actor(), delegation));
      if (bundle.isPresent()) {
        return Reply.to("/page/bundles/" + bundle.get().id() + "?done=bundle");
      }
    }
    return form(visit, 422, form);
  }

  private static Reply form(Visit visit, int status, Form form) {
    return visit.show(
        status, "bundle-new", visit.frame("Register a bundle", "bundles"), "form", form);
  }
}
