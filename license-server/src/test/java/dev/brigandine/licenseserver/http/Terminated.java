package dev.brigandine.licenseserver.http;

import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.domain.Customer;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.Page;
import dev.brigandine.licenseserver.service.PageRequest;
import dev.brigandine.licenseserver.service.StubServices;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A server process that ends as the command line's does: by a signal, in good order. */
final class Terminated {
  private Terminated() {}

  /** The database's address; says its port and an admin's token. */
  public static void main(String[] args) throws Exception {
    LicenseServices services = StubServices.open(args[0], Clock.systemUTC());
    String admin = services.init().orElseThrow();
    LicenseServer server =
        LicenseServer.start(
            new ServerOptions(args[0], ServerOptions.LOOPBACK, 0, Optional.empty(), 0),
            services,
            StubServices.ISSUER,
            Clock.systemUTC(),
            new SecureRandom(),
            it -> List.of());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    System.out.println(URI.create(server.address()).getPort() + " " + admin);
    new CountDownLatch(1).await();
  }

  /** Names of all customers. */
  static List<String> customers(LicenseServices services) {
    List<String> names = new ArrayList<>();
    PageRequest page = new PageRequest(200, Optional.empty());
    while (true) {
      Page<Customer> part = services.customers().list(Actor.SYSTEM, page);
      part.items().forEach(customer -> names.add(customer.name()));
      if (part.next().isEmpty()) {
        return names;
      }
      page = new PageRequest(200, part.next());
    }
  }

  static boolean isWhole(LicenseServices services) {
    return services.audit().verify(Actor.SYSTEM).isEmpty();
  }
}
