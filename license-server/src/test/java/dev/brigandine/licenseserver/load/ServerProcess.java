package dev.brigandine.licenseserver.load;

import dev.brigandine.license.VendorKey;
import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** One server of {@link Load}: database, key file, port. */
final class ServerProcess {
  private ServerProcess() {}

  public static void main(String[] args) throws InterruptedException {
    VendorKey key = VendorKey.load(Path.of(args[1]), null);
    SecureRandom random = new SecureRandom();
    LicenseServices services = LicenseServices.open(args[0], key, Clock.systemUTC(), random);
    int port = Integer.parseInt(args[2]);
    ServerOptions options =
        new ServerOptions(args[0], ServerOptions.LOOPBACK, port, Optional.empty(), 0);
    LicenseServer.start(
        options, services, key.signer().thumbprint(), Clock.systemUTC(), random, it -> List.of());
    new CountDownLatch(1).await();
  }
}
