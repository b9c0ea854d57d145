package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.service.Actor;
import java.util.List;

/**
 * What surrounds a page.
 *
 * @param title also its heading
 * @param section which of the navigation's entries it belongs to
 * @param actor null if nobody is signed in
 * @param csrf the token of its forms
 * @param notice what was just done, or null
 * @param style path of the style sheet
 */
record Frame(String title, String section, Actor actor, String csrf, String notice, String style) {
  /** An entry of the navigation. */
  record Entry(String section, String name) {
    String path() {
      return "/page/" + section;
    }
  }

  private static final List<Entry> ALL =
      List.of(
          new Entry("overview", "Overview"),
          new Entry("customers", "Customers"),
          new Entry("bundles", "Bundles"),
          new Entry("licenses", "Licences"),
          new Entry("devices", "Devices"),
          new Entry("leases", "Leases"),
          new Entry("audit", "Audit trail"),
          new Entry("tokens", "Tokens"));

  List<Entry> entries() {
    return isAdmin() ? ALL : ALL.subList(0, ALL.size() - 1);
  }

  boolean isAdmin() {
    return actor != null && actor.role().may(Role.ADMIN);
  }

  boolean isIssuer() {
    return actor != null && actor.role().may(Role.ISSUER);
  }

  String role() {
    return View.word(actor.role());
  }
}
