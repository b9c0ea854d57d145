package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.domain.AuditEntry;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.Page;
import java.util.List;
import java.util.OptionalLong;

/** Who did what. */
final class AuditPages {
  private final LicenseServices services;

  AuditPages(LicenseServices services) {
    this.services = services;
  }

  void addTo(Desk desk) {
    desk.get(
        "/page/audit",
        visit -> {
          Page<AuditEntry> entries = services.audit().list(visit.actor(), visit.page());
          boolean all = visit.query("check").isPresent();
          OptionalLong broken =
              all ? services.audit().verify(visit.actor()) : firstBroken(entries.items());
          return visit.show(
              "audit",
              visit.frame("Audit trail", "audit"),
              "entries",
              entries,
              "all",
              all,
              "broken",
              broken.isPresent() ? broken.getAsLong() : 0L);
        });
  }

  /** Of the entries of one page, newest first: each whole, and linked to the one before it. */
  private static OptionalLong firstBroken(List<AuditEntry> entries) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      AuditEntry entry = entries.get(i);
      boolean linked =
          i == entries.size() - 1
              || entries.get(i + 1).hash().equals(entry.previous())
                  && entries.get(i + 1).n() + 1 == entry.n();
      if (!linked || !entry.isWhole()) {
        return OptionalLong.of(entry.n());
      }
    }
    return OptionalLong.empty();
  }
}
