package dev.brigandine.licenseserver;

import dev.brigandine.licenseserver.http.HttpServer;
import dev.brigandine.licenseserver.http.RouteModule;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.RefusedException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A licence server in this process: opens the database, serves, and keeps house once a minute.
 * Several on one PostgreSQL database share nothing else; on SQLite there may be one alone.
 */
public final class LicenseServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("brigandine.server");

  private final LicenseServices services;
  private final HttpServer http;
  private final ScheduledExecutorService housekeeping;
  private final String address;

  private LicenseServer(
      LicenseServices services,
      HttpServer http,
      ScheduledExecutorService housekeeping,
      String address) {
    this.services = services;
    this.http = http;
    this.housekeeping = housekeeping;
    this.address = address;
  }

  /**
   * Starts over services that are open already, and closes them when it ends or does not start.
   *
   * @param issuer thumbprint of the server's signing key
   * @param modules makes further routes over the services
   * @throws dev.brigandine.bundle.BrigandineException if an option or file cannot be used
   * @throws RefusedException if the database does not answer
   */
  public static LicenseServer start(
      ServerOptions options,
      LicenseServices services,
      String issuer,
      Clock clock,
      SecureRandom random,
      Function<LicenseServices, List<RouteModule>> modules) {
    HttpServer http = null;
    try {
      http = HttpServer.start(options, services, issuer, clock, random, modules.apply(services));
    } finally {
      if (http == null) {
        services.close();
      }
    }
    ScheduledExecutorService housekeeping =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "housekeeping");
              thread.setDaemon(true);
              return thread;
            });
    housekeeping.scheduleWithFixedDelay(() -> sweep(services), 60, 60, TimeUnit.SECONDS);
    String scheme = options.tls().isPresent() ? "https" : "http";
    String host = options.listen().contains(":") ? "[" + options.listen() + "]" : options.listen();
    return new LicenseServer(
        services, http, housekeeping, scheme + "://" + host + ":" + http.port());
  }

  private static void sweep(LicenseServices services) {
    try {
      services.sweep();
    } catch (RefusedException e) {
      LOG.warn("housekeeping: {}", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("housekeeping failed", e);
    }
  }

  /** Where it listens, {@code http://127.0.0.1:8080}. */
  public String address() {
    return address;
  }

  /** Methods and paths of the API, {@code GET /health}. */
  public List<String> routes() {
    return http.routes();
  }

  /** What it serves. */
  public LicenseServices services() {
    return services;
  }

  /** Takes no more requests, finishes those that it has, closes the database. */
  @Override
  public void close() {
    try {
      http.close();
    } finally {
      housekeeping.shutdownNow();
      services.close();
    }
  }
}
