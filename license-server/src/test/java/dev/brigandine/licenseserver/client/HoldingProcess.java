package dev.brigandine.licenseserver.client;

import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.client.ClientOptions;
import dev.brigandine.license.client.HeldLicense;
import dev.brigandine.license.client.LicenseClient;
import dev.brigandine.license.clock.Ticker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/** A process with a seat: says which, and keeps it until its standard input ends. */
final class HoldingProcess {
  private HoldingProcess() {}

  public static void main(String[] args) throws Exception {
    ClientOptions options = ClientOptions.of(URI.create(args[0]), Path.of(args[1]), args[2]);
    try (DeviceKey key = DeviceKey.load(Path.of(args[3]));
        HeldLicense held =
            LicenseClient.open(
                options,
                key,
                House.BUNDLE,
                new SignerId(args[4]),
                null,
                Clock.systemUTC(),
                Ticker.SYSTEM)) {
      System.out.println(held.lease().seat() + " " + held.lease().fence());
      System.out.flush();
      while (System.in.read() >= 0) {
        held.check();
      }
    }
  }
}
