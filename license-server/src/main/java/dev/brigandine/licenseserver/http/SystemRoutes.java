package dev.brigandine.licenseserver.http;

import com.google.gson.JsonObject;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.RefusedException;
import dev.brigandine.licenseserver.service.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** For those who run the server: no token, and nothing that names a customer. */
final class SystemRoutes {
  private final LicenseServices services;
  private final Metrics metrics;
  private final RateLimits byAddress;

  SystemRoutes(LicenseServices services, Metrics metrics, RateLimits byAddress) {
    this.services = services;
    this.metrics = metrics;
    this.byAddress = byAddress;
  }

  void addTo(Api api) {
    api.get(
        "/health",
        context -> {
          byAddress.take(context.ip());
          boolean up = true;
          try {
            services.check();
          } catch (RefusedException e) {
            up = false;
          }
          if (!up) {
            throw new ProblemException(
                new Problem(
                    503, "unavailable", "the database does not answer", "see the server's log", 2));
          }
          JsonObject json = Shown.one("status", "up");
          json.addProperty("database", "up");
          Api.json(context, 200, json);
        });
    api.get(
        "/metrics",
        context -> {
          byAddress.take(context.ip());
          try {
            Summary summary = services.overview().summary(Actor.SYSTEM);
            metrics.seats(summary.seats(), summary.inUse());
          } catch (RefusedException e) {
            // The rest still counts when the database is away; the last figures stay.
          }
          context.contentType("text/plain; version=0.0.4; charset=utf-8");
          context.result(metrics.scrape());
        });
    byte[] document = document();
    api.get(
        "/openapi.json",
        context -> {
          context.contentType(Api.JSON);
          context.result(document);
        });
  }

  private static byte[] document() {
    try (InputStream in = SystemRoutes.class.getResourceAsStream("openapi.json")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
