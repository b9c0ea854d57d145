package dev.brigandine.licenseserver.http;

import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** All routes in one shell. */
public final class HttpServer implements AutoCloseable {
  private final Shell shell;
  private final List<String> routes;

  private HttpServer(Shell shell, List<String> routes) {
    this.shell = shell;
    this.routes = routes;
  }

  /**
   * Binds and serves.
   *
   * @param issuer thumbprint of the server's signing key
   * @param modules further routes
   */
  public static HttpServer start(
      ServerOptions options,
      LicenseServices services,
      String issuer,
      Clock clock,
      SecureRandom random,
      List<RouteModule> modules) {
    return start(options, services, issuer, clock, random, modules, Bounds.DEFAULT);
  }

  static HttpServer start(
      ServerOptions options,
      LicenseServices services,
      String issuer,
      Clock clock,
      SecureRandom random,
      List<RouteModule> modules,
      Bounds bounds) {
    Metrics metrics = new Metrics();
    int rate = options.rate();
    RateLimits byAddress = new RateLimits(rate * 10, rate * 20);
    RateLimits byAsker = new RateLimits(rate, rate * 2);
    byte[] secret = services.sharedSecret();
    Nonces nonces = new Nonces(secret, clock, random);
    Arrays.fill(secret, (byte) 0);
    List<String> added = new ArrayList<>();
    List<RouteModule> all = new ArrayList<>(modules);
    all.add(
        routes -> {
          Api api = new Api(routes);
          new SystemRoutes(services, metrics, byAddress).addTo(api);
          new DeviceRoutes(
                  services, Proofs.reader(), nonces, issuer, byAddress, byAsker, metrics, clock)
              .addTo(api);
          new StaffRoutes(services, byAddress, byAsker, clock).addTo(api);
          added.addAll(api.routes());
        });
    SslContextFactory.Server tls =
        options.tls().map(it -> Tls.read(it.keystore(), it.password())).orElse(null);
    Shell shell = Shell.start(options.listen(), options.port(), tls, bounds, metrics, all);
    return new HttpServer(shell, List.copyOf(added));
  }

  /** The port it listens on. */
  public int port() {
    return shell.port();
  }

  /** Methods and paths of the API. */
  public List<String> routes() {
    return routes;
  }

  /** Finishes the requests that it has, within ten seconds. */
  @Override
  public void close() {
    shell.close();
  }
}
