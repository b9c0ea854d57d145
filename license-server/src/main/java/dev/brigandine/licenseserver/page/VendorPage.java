package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.http.RouteModule;
import dev.brigandine.licenseserver.service.LicenseServices;
import io.javalin.config.RoutesConfig;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * The vendor's page under {@code /page}: rendered here, without a script, for staff who sign in
 * with an API token. What a token may do here it may do by the API, no more.
 *
 * <p>Signing in over plain HTTP sends the token in the clear: use TLS, here or at a proxy, wherever
 * the server is reached from another machine.
 */
public final class VendorPage implements RouteModule {
  private final LicenseServices services;
  private final Clock clock;
  private final SecureRandom random;
  private final boolean tls;

  /**
   * @param clock for what is shown as soon or over, and for counting attempts to sign in; decisions
   *     are the services'
   * @param tls whether the server speaks TLS itself, so that cookies are for TLS alone
   */
  public VendorPage(LicenseServices services, Clock clock, SecureRandom random, boolean tls) {
    this.services = services;
    this.clock = clock;
    this.random = random;
    this.tls = tls;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    Desk desk = new Desk(routes, services, new Cookies(random, tls), clock);
    new SignIn(services, new Attempts(clock)).addTo(desk);
    new OverviewPages(services).addTo(desk);
    new CustomerPages(services).addTo(desk);
    new BundlePages(services).addTo(desk);
    new LicensePages(services).addTo(desk);
    new LicenseForms(services).addTo(desk);
    new DevicePages(services).addTo(desk);
    new AuditPages(services).addTo(desk);
    new TokenPages(services).addTo(desk);
    desk.otherwise();
  }
}
