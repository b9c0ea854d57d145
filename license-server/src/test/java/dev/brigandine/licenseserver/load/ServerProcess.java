package dev.brigandine.licenseserver.load;

import dev.brigandine.license.VendorKey;
import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One server of {@link Load}: database, key file, port, and how fast its clock runs, 1 unless it is
 * to be a broken one.
 */
final class ServerProcess {
  private ServerProcess() {}

  public static void main(String[] args) throws InterruptedException {
    VendorKey key = VendorKey.load(Path.of(args[1]), null);
    SecureRandom random = new SecureRandom();
    Clock clock =
        args[3].equals("1") ? Clock.systemUTC() : new FastClock(Integer.parseInt(args[3]));
    LicenseServices services = LicenseServices.open(args[0], key, clock, random);
    int port = Integer.parseInt(args[2]);
    ServerOptions options =
        new ServerOptions(args[0], ServerOptions.LOOPBACK, port, Optional.empty(), 0);
    LicenseServer.start(
        options, services, key.signer().thumbprint(), clock, random, it -> List.of());
    new CountDownLatch(1).await();
  }

  private static final class FastClock extends Clock {
    private final Instant start = Instant.now();
    private final int times;

    FastClock(int times) {
      this.times = times;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return start.plus(Duration.between(start, Instant.now()).multipliedBy(times));
    }
  }
}
