package dev.brigandine.licenseserver.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.client.HeldLicense;
import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.service.Actor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seats lent to a plant that has no way to the vendor's server. */
class RelayTest {
  @TempDir Path folder;

  @Test
  void aRelayLendsWhatItWasLentUntilThen() throws Exception {
    VendorKey relayKey = VendorKey.generate();
    Path keys = folder.resolve("relay.pub");
    relayKey.publicKey().save(keys);
    try (House house = new House(folder).start().floating(3, 1, 1)) {
      Instant end = Instant.now().plusSeconds(12);
      String lent =
          house
              .server
              .services()
              .relays()
              .grant(Actor.SYSTEM, house.entitlement, House.BUNDLE, Files.readString(keys), 2, end);
      try (HeldLicense one = house.open(house.options(house.server.address(), "at-vendor"))) {
        one.check();
        // Two of three are the relay's, whether it lends them or not.
        SeatTest.isRefused(
            ErrorCode.NO_FREE_LEASE,
            () -> house.open(house.options(house.server.address(), "another")));
      }
      house.server.close();
      try (LicenseServer relay = House.serve("sqlite:" + folder.resolve("relay.db"), relayKey, 0)) {
        relay.services().bundles().register(Actor.SYSTEM, lent);
        inThePlant(house, relay.address(), end);
      } finally {
        house.start();
      }
      assertThat(House.leaseThreads()).isZero();
      // The time is over, and all three are the vendor's again.
      HeldLicense one = house.open(house.options(house.server.address(), "a"));
      HeldLicense two = house.open(house.options(house.server.address(), "b"));
      house.open(house.options(house.server.address(), "c")).close();
      two.close();
      one.close();
    }
  }

  private static void inThePlant(House house, String address, Instant end) throws Exception {
    try (HeldLicense one = house.open(house.options(address, "one"));
        HeldLicense two = house.open(house.options(address, "two"))) {
      assertThat(one.license().vendor()).isEqualTo(house.vendor.signer());
      assertThat(one.license().parent().orElseThrow().parent()).isPresent();
      one.license()
          .activate(house.manifest, house.vendor.signer(), house.device, Instant.now())
          .close();
      SeatTest.isRefused(
          ErrorCode.NO_FREE_LEASE, () -> house.open(house.options(address, "three")));
      while (Instant.now().isBefore(end)) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      isOver(one);
      isOver(two);
    }
    SeatTest.isRefused(ErrorCode.LICENSE_EXPIRED, () -> house.open(house.options(address, "one")));
  }

  private static void isOver(HeldLicense held) {
    org.assertj.core.api.Assertions.assertThatThrownBy(held::check)
        .isInstanceOf(BrigandineException.class);
  }
}
