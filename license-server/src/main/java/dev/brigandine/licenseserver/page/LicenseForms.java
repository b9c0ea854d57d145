package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.domain.Activation;
import dev.brigandine.licenseserver.domain.Customer;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is done to licences. */
final class LicenseForms {
  private static final PageRequest MOST = new PageRequest(PageRequest.MAX, Optional.empty());

  private final LicenseServices services;

  LicenseForms(LicenseServices services) {
    this.services = services;
  }

  void addTo(Desk desk) {
    desk.post("/page/licenses/new", this::create);
    desk.get("/page/licenses/{id}/revoke", Role.ISSUER, visit -> revoke(visit, 200, Form.empty()));
    desk.post("/page/licenses/{id}/revoke", this::revoked);
    desk.get("/page/licenses/{id}/extend", Role.ISSUER, visit -> extend(visit, 200, Form.empty()));
    desk.post("/page/licenses/{id}/extend", this::extended);
    desk.get("/page/licenses/{id}/issue", Role.ISSUER, visit -> issue(visit, 200, Form.empty()));
    desk.post("/page/licenses/{id}/issue", this::issued);
    desk.get("/page/licenses/{id}/relay", Role.ADMIN, visit -> relay(visit, 200, Form.empty()));
    desk.post("/page/licenses/{id}/relay", this::lent);
    desk.get(
        "/page/activations/{id}/revoke",
        Role.ISSUER,
        visit -> activation(visit, 200, Form.empty()));
    desk.post("/page/activations/{id}/revoke", this::activationRevoked);
  }

  static Reply blank(LicenseServices services, Visit visit) {
    Form form = Form.empty();
    visit.query("customer").ifPresent(name -> form.with("customer", name));
    return create(services, visit, 200, TermsForm.defaults(form, visit.now()));
  }

  private static Reply create(LicenseServices services, Visit visit, int status, Form form) {
    return visit.show(
        status,
        "license-new",
        visit.frame("New licence", "licenses"),
        "form",
        form,
        "bundles",
        services.bundles().list(visit.actor(), MOST),
        "customers",
        services.customers().list(visit.actor(), MOST).items());
  }

  private Reply create(Visit visit) {
    Form form = visit.form();
    String name = form.text("customer", "the customer's name");
    Optional<Customer> customer =
        name.isEmpty() ? Optional.empty() : services.customers().byName(visit.actor(), name);
    if (customer.isEmpty()) {
      form.wrong("customer", "There is no customer of that name. Create the customer first.");
    }
    List<String> bundles = form.all("bundle");
    if (bundles.isEmpty()) {
      form.wrong("bundle", "Choose at least one bundle.");
    }
    Optional<Terms> terms = TermsForm.read(form, visit.now());
    if (form.ok() && terms.isPresent()) {
      Optional<Entitlement> made =
          form.attempt(
              "customer",
              () ->
                  services
                      .entitlements()
                      .create(visit.actor(), customer.orElseThrow().id(), bundles, terms.get()));
      if (made.isPresent()) {
        return Reply.to("/page/licenses/" + made.get().id() + "?done=license");
      }
    }
    return create(services, visit, 422, form);
  }

  private Entitlement license(Visit visit) {
    return services.entitlements().get(visit.actor(), visit.id());
  }

  private static String path(Visit visit, String done) {
    return "/page/licenses/" + visit.id() + "?done=" + done;
  }

  private Reply revoke(Visit visit, int status, Form form) {
    Entitlement license = license(visit);
    return visit.show(
        status,
        "revoke",
        visit.frame("Revoke a licence", "licenses"),
        "form",
        form,
        "what",
        "licence " + license.id(),
        "back",
        "/page/licenses/" + license.id(),
        "consequence",
        "No device gets another licence or lease under it, and the list of what is revoked names it."
            + " Leases that are out go on to their end. This cannot be undone.");
  }

  private Reply revoked(Visit visit) {
    license(visit);
    String reason = visit.form().text("reason", "a reason");
    boolean done =
        visit.form().ok()
            && visit
                .form()
                .attempt(
                    "reason",
                    () -> services.entitlements().revoke(visit.actor(), visit.id(), reason))
                .isPresent();
    return done ? Reply.to(path(visit, "license-revoked")) : revoke(visit, 422, visit.form());
  }

  private Reply extend(Visit visit, int status, Form form) {
    return visit.show(
        status,
        "extend",
        visit.frame("Extend a licence", "licenses"),
        "form",
        form,
        "license",
        license(visit));
  }

  private Reply extended(Visit visit) {
    license(visit);
    Form form = visit.form();
    form.text("expires", "a day such as 2027-01-31");
    Optional<Instant> expires = form.day("expires");
    boolean done =
        form.ok()
            && form.attempt(
                    "expires",
                    () ->
                        services
                            .entitlements()
                            .extend(visit.actor(), visit.id(), expires.orElseThrow()))
                .isPresent();
    return done ? Reply.to(path(visit, "extended")) : extend(visit, 422, form);
  }

  private Reply issue(Visit visit, int status, Form form) {
    return visit.show(
        status,
        "issue",
        visit.frame("Issue a licence file", "licenses"),
        "form",
        form,
        "license",
        license(visit));
  }

  private Reply issued(Visit visit) {
    license(visit);
    Form form = visit.form();
    String name = form.text("name", "the device's name");
    String keys = form.fileOr("file", "keys", "the device's public key file");
    String bundle = form.text("bundle", "a bundle");
    boolean done =
        form.ok()
            && form.attempt(
                    "keys",
                    () ->
                        services.activations().issue(visit.actor(), visit.id(), bundle, keys, name))
                .isPresent();
    return done ? Reply.to(path(visit, "issued")) : issue(visit, 422, form);
  }

  private Reply relay(Visit visit, int status, Form form) {
    return visit.show(
        status,
        "relay",
        visit.frame("Lend seats to a relay", "licenses"),
        "form",
        form,
        "license",
        license(visit));
  }

  private Reply lent(Visit visit) {
    license(visit);
    Form form = visit.form();
    String keys = form.fileOr("file", "keys", "the relay's public key file");
    String bundle = form.text("bundle", "a bundle");
    int seats = (int) form.needed("seats", 1, Terms.MAX_SEATS);
    form.text("until", "a day such as 2027-01-31");
    Optional<Instant> until = form.day("until");
    if (form.ok()) {
      Optional<String> delegation =
          form.attempt(
              "keys",
              () ->
                  services
                      .relays()
                      .grant(visit.actor(), visit.id(), bundle, keys, seats, until.orElseThrow()));
      if (delegation.isPresent()) {
        return new Reply.File("relay-delegation.jwt", delegation.get() + "\n");
      }
    }
    return relay(visit, 422, form);
  }

  private Reply activation(Visit visit, int status, Form form) {
    Activation activation = services.activations().get(visit.actor(), visit.id());
    return visit.show(
        status,
        "revoke",
        visit.frame("Revoke an activation", "licenses"),
        "form",
        form,
        "what",
        "activation " + activation.licence(),
        "back",
        "/page/licenses/" + activation.entitlement(),
        "consequence",
        "This one licence file is void, and the list of what is revoked names it. The device gets no"
            + " other for the same bundle. This cannot be undone.");
  }

  private Reply activationRevoked(Visit visit) {
    Activation activation = services.activations().get(visit.actor(), visit.id());
    String reason = visit.form().text("reason", "a reason");
    boolean done =
        visit.form().ok()
            && visit
                .form()
                .attempt(
                    "reason",
                    () -> services.activations().revoke(visit.actor(), visit.id(), reason))
                .isPresent();
    return done
        ? Reply.to("/page/licenses/" + activation.entitlement() + "?done=activation-revoked")
        : activation(visit, 422, visit.form());
  }
}
