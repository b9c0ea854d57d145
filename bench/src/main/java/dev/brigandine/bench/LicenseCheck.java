package dev.brigandine.bench;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.Crypto;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.clock.Memory;
import dev.brigandine.license.clock.Ticker;
import dev.brigandine.license.clock.Watch;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What checking a licence costs when an application opens a bundle without a server: reading
 * licence and device key, the chain of signatures, device, machine, memory and clock, and taking
 * the activation key out. The bundle's own signature is checked before the watch starts, as an
 * application does it, so that what both need is loaded once.
 *
 * <p>Prints the first check of this process and the median of many after it, in milliseconds. For
 * the figure of a cold start run it in several processes.
 */
public final class LicenseCheck {
  private static final int WARM = 300;

  private LicenseCheck() {}

  /** The bundle, the licence, the device key, and a folder for the memory. */
  public static void main(String[] args) {
    if (args.length != 4) {
      System.err.println("usage: LicenseCheck BUNDLE LICENCE DEVICE-KEY STATE-FOLDER");
      System.exit(2);
    }
    Path licence = Path.of(args[1]);
    Path device = Path.of(args[2]);
    Path state = Path.of(args[3]);
    try (Bundle bundle = Bundle.open(Path.of(args[0]))) {
      double cold = check(bundle, licence, device, state);
      double[] warm = new double[WARM];
      for (int i = 0; i < WARM; i++) {
        warm[i] = check(bundle, licence, device, state);
      }
      Arrays.sort(warm);
      System.out.printf(Locale.ROOT, "cold %.1f ms, warm %.2f ms%n", cold, warm[WARM / 2]);
    }
  }

  private static double check(Bundle bundle, Path licence, Path device, Path state) {
    long from = System.nanoTime();
    License license = License.load(licence, Crypto.best().providerOrNull());
    Clock clock = Clock.systemUTC();
    try (DeviceKey key = DeviceKey.load(device);
        Memory memory = Memory.of(state, key)) {
      memory.requireNotRevoked(license, Optional.empty());
      try (Watch watch = Watch.open(license, memory, clock, Ticker.SYSTEM, null, List.of())) {
        license.activate(bundle.manifest(), bundle.signer(), key, watch.now()).close();
        memory.requireVersion(license, bundle.manifest().modelVersion());
        return (System.nanoTime() - from) / 1e6;
      }
    }
  }
}
