package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.domain.Device;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.util.Optional;

/** Devices. */
final class DevicePages {
  private final LicenseServices services;

  DevicePages(LicenseServices services) {
    this.services = services;
  }

  void addTo(Desk desk) {
    desk.get(
        "/page/devices",
        visit -> {
          Optional<String> license = visit.query("license");
          return visit.show(
              "devices",
              visit.frame("Devices", "devices"),
              "devices",
              services.devices().list(visit.actor(), license, visit.page()),
              "license",
              license.orElse(""));
        });
    desk.get(
        "/page/devices/new",
        Role.ISSUER,
        visit -> form(visit, 200, Form.empty().with("license", visit.query("license").orElse(""))));
    desk.post("/page/devices/new", this::add);
    desk.get(
        "/page/devices/{id}",
        visit -> {
          Device device = services.devices().get(visit.actor(), visit.id());
          return visit.show(
              "device", visit.frame("Device " + device.name(), "devices"), "device", device);
        });
    desk.get("/page/devices/{id}/revoke", Role.ISSUER, visit -> revoke(visit, 200, Form.empty()));
    desk.post("/page/devices/{id}/revoke", this::revoked);
  }

  private Reply add(Visit visit) {
    Form form = visit.form();
    String license = form.text("license", "the id of a licence");
    String name = form.text("name", "the device's name");
    String keys = form.fileOr("file", "keys", "the device's public key file");
    if (form.ok()) {
      Optional<Device> device =
          form.attempt("keys", () -> services.devices().add(visit.actor(), license, keys, name));
      if (device.isPresent()) {
        return Reply.to("/page/devices/" + device.get().id() + "?done=device");
      }
    }
    return form(visit, 422, form);
  }

  private static Reply form(Visit visit, int status, Form form) {
    return visit.show(status, "device-new", visit.frame("Add a device", "devices"), "form", form);
  }

  private Reply revoke(Visit visit, int status, Form form) {
    Device device = services.devices().get(visit.actor(), visit.id());
    return visit.show(
        status,
        "revoke",
        visit.frame("Revoke a device", "devices"),
        "form",
        form,
        "what",
        "device " + device.name(),
        "back",
        "/page/devices/" + device.id(),
        "consequence",
        "All its licences are void, whatever they are under; the server refuses it, and the list of"
            + " what is revoked names it. This cannot be undone.");
  }

  private Reply revoked(Visit visit) {
    services.devices().get(visit.actor(), visit.id());
    String reason = visit.form().text("reason", "a reason");
    boolean done =
        visit.form().ok()
            && visit
                .form()
                .attempt(
                    "reason", () -> services.devices().revoke(visit.actor(), visit.id(), reason))
                .isPresent();
    return done
        ? Reply.to("/page/devices/" + visit.id() + "?done=device-revoked")
        : revoke(visit, 422, visit.form());
  }
}
