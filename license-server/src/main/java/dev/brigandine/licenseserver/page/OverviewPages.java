package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.OpenLease;
import dev.brigandine.licenseserver.service.Page;
import dev.brigandine.licenseserver.service.PageRequest;
import dev.brigandine.licenseserver.service.Summary;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** At a glance, and the leases in use. */
final class OverviewPages {
  private static final PageRequest FEW = new PageRequest(10, Optional.empty());

  private final LicenseServices services;

  OverviewPages(LicenseServices services) {
    this.services = services;
  }

  void addTo(Desk desk) {
    desk.get("/page/overview", this::overview);
    desk.get(
        "/page/leases",
        visit -> {
          Optional<String> license = visit.query("license");
          Page<OpenLease> leases = services.leasing().list(visit.actor(), license, visit.page());
          return visit.show(
              "leases",
              visit.frame("Leases in use", "leases"),
              "leases",
              leases,
              "license",
              license.orElse(""));
        });
  }

  private Reply overview(Visit visit) {
    Span span = visit.query("span").flatMap(Span::of).orElse(Span.DAY);
    Summary summary = services.overview().summary(visit.actor());
    Chart chart =
        new Chart(
            services
                .history()
                .points(
                    visit.actor(),
                    Optional.empty(),
                    visit.now().minus(span.length()),
                    // A stretch ends before its end, and what began in this second is in it.
                    visit.now().plusSeconds(1),
                    span.points()),
            span,
            visit.now(),
            summary.inUse(),
            summary.seats());
    Set<String> customers =
        summary.expiring().stream()
            .map(Entitlement::customer)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet());
    Map<String, String> names = services.customers().names(visit.actor(), customers);
    return visit.show(
        "overview",
        visit.frame("Overview", "overview"),
        "summary",
        summary,
        "chart",
        chart,
        "names",
        names,
        "leases",
        services.leasing().list(visit.actor(), Optional.empty(), FEW).items(),
        "now",
        visit.now());
  }

  /** How far back a chart goes. */
  enum Span {
    DAY("24 hours", Duration.ofDays(1), 24),
    WEEK("7 days", Duration.ofDays(7), 28),
    MONTH("30 days", Duration.ofDays(30), 30),
    YEAR("12 months", Duration.ofDays(364), 52);

    private final String label;
    private final Duration length;
    private final int points;

    Span(String label, Duration length, int points) {
      this.label = label;
      this.length = length;
      this.points = points;
    }

    String label() {
      return label;
    }

    Duration length() {
      return length;
    }

    int points() {
      return points;
    }

    static Optional<Span> of(String word) {
      for (Span span : values()) {
        if (View.word(span).equals(word)) {
          return Optional.of(span);
        }
      }
      return Optional.empty();
    }
  }
}
