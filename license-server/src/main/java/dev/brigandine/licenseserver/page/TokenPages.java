package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.util.Optional;

/** Tokens of the vendor's staff, for admins. */
final class TokenPages {
  private final LicenseServices services;

  TokenPages(LicenseServices services) {
    this.services = services;
  }

  void addTo(Desk desk) {
    desk.get(
        "/page/tokens",
        visit ->
            visit.show(
                "tokens",
                visit.frame("Tokens", "tokens"),
                "tokens",
                services.staff().list(visit.actor(), visit.page())));
    desk.get(
        "/page/tokens/new",
        Role.ADMIN,
        visit -> form(visit, 200, Form.empty().with("role", "viewer")));
    desk.post("/page/tokens/new", this::create);
    desk.get("/page/tokens/{id}/revoke", Role.ADMIN, visit -> revoke(visit, 200, Form.empty()));
    desk.post(
        "/page/tokens/{id}/revoke",
        visit -> {
          boolean done =
              visit
                  .form()
                  .attempt(
                      "sure",
                      () -> {
                        services.staff().revoke(visit.actor(), visit.id());
                        return true;
                      })
                  .isPresent();
          return done
              ? Reply.to("/page/tokens?done=token-revoked")
              : revoke(visit, 422, visit.form());
        });
  }

  private Reply create(Visit visit) {
    Form form = visit.form();
    String label = form.text("label", "for whom or what it is");
    Optional<Role> role = form.word("role", Role.class);
    if (role.isEmpty()) {
      form.wrong("role", "Choose a role.");
    }
    if (form.ok()) {
      Optional<String> token =
          form.attempt(
              "label", () -> services.staff().create(visit.actor(), label, role.orElseThrow()));
      if (token.isPresent()) {
        // Not by way of another page, which would have to keep the token until it is shown.
        return visit.show(
            "token-made",
            visit.frame("A new token", "tokens"),
            "token",
            token.get(),
            "label",
            label);
      }
    }
    return form(visit, 422, form);
  }

  private static Reply form(Visit visit, int status, Form form) {
    return visit.show(status, "token-new", visit.frame("New token", "tokens"), "form", form);
  }

  private static Reply revoke(Visit visit, int status, Form form) {
    return visit.show(
        status,
        "token-revoke",
        visit.frame("Revoke a token", "tokens"),
        "form",
        form,
        "id",
        visit.id());
  }
}
