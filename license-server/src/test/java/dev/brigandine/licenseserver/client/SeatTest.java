package dev.brigandine.licenseserver.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.client.HeldLicense;
import dev.brigandine.license.client.LicenseClient;
import dev.brigandine.license.client.LicenseEvent.Kind;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.service.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against the server, both real. */
class SeatTest {
  @TempDir Path folder;
  private House house;

  @AfterEach
  void stop() {
    house.close();
    assertThat(House.leaseThreads()).isZero();
  }

  static void isRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> {
              assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
              assertThat(e.hint()).isPresent();
            });
  }

  private List<Kind> told() {
    return house.events.stream().map(event -> event.kind()).toList();
  }

  @Test
  void aSeatIsBorrowedAndReturned() {
    house = new House(folder).start().floating(1, 60, 60);
    try (HeldLicense held = house.open()) {
      held.check();
      assertThat(house.inUse()).isEqualTo(1);
      assertThat(House.leaseThreads()).isEqualTo(1);
      held.license()
          .activate(house.manifest, house.vendor.signer(), house.device, house.now)
          .close();
      isRefused(ErrorCode.NO_FREE_LEASE, () -> house.open());
    }
    assertThat(house.inUse()).isZero();
    house.open().close();
    assertThat(told())
        .containsExactly(Kind.ACTIVATED, Kind.LEASED, Kind.RELEASED, Kind.LEASED, Kind.RELEASED);
  }

  @Test
  void twoOpenModelsOfOneFolderHaveTwoSeats() {
    house = new House(folder).start().floating(2, 60, 60);
    try (HeldLicense one = house.open();
        HeldLicense two = house.open()) {
      assertThat(one.lease().seat()).isNotEqualTo(two.lease().seat());
      assertThat(one.lease().instance()).isNotEqualTo(two.lease().instance());
      assertThat(one.license().id()).isEqualTo(two.license().id());
      isRefused(ErrorCode.NO_FREE_LEASE, () -> house.open());
    }
  }

  @Test
  void itIsRenewedInTheBackgroundAndRevokedThere() throws Exception {
    house = new House(folder).start().floating(1, 1, 60);
    try (HeldLicense held = house.open()) {
      house.await(Kind.RENEWED);
      house.await(Kind.RENEWED);
      house.server.services().entitlements().revoke(Actor.SYSTEM, house.entitlement, "not paid");
      house.await(Kind.REVOKED);
      isRefused(ErrorCode.REVOKED, held::check);
    }
    isRefused(ErrorCode.REVOKED, () -> house.open());
  }

  @Test
  void anAbsentServerIsSurvivedAndAProcessMayStartMeanwhile() throws Exception {
    house = new House(folder).start().floating(1, 1, 60);
    int port = house.port();
    HeldLicense held = house.open();
    house.await(Kind.LEASED);
    house.server.close();
    assertThat(house.await(Kind.UNREACHABLE).until()).isPresent();
    held.check();
    held.close();
    house.await(Kind.RELEASE_FAILED);
    // Its seat was not given back, so it is still its own.
    try (HeldLicense again = house.open()) {
      again.check();
      house.await(Kind.UNREACHABLE);
      isRefused(ErrorCode.SERVER_UNREACHABLE, () -> house.open());
      house.start(port);
      house.await(Kind.RENEWED);
      again.check();
      assertThat(house.inUse()).isEqualTo(1);
    }
    assertThat(house.inUse()).isZero();
  }

  @Test
  void aLeaseEndsWithItsGraceAndComesBackWithTheServer() throws Exception {
    house = new House(folder).start().floating(1, 1, 2);
    int port = house.port();
    try (HeldLicense held = house.open()) {
      house.server.close();
      house.await(Kind.LOST);
      isRefused(ErrorCode.SERVER_UNREACHABLE, held::check);
      house.start(port);
      house.await(Kind.REGAINED);
      held.check();
    }
  }

  /** The folder and the key were copied: to the server, one instance that started again. */
  @Test
  void ofTwoClonesOneStopsWhenThereIsOneSeat() throws Exception {
    house = new House(folder).start().floating(1, 1, 60);
    house.open().close();
    house.await(Kind.RELEASED);
    copy(folder.resolve("cache"), folder.resolve("clone"));
    try (HeldLicense one = house.open();
        HeldLicense clone = house.open(house.options(house.server.address(), "clone"))) {
      assertThat(clone.lease().instance()).isEqualTo(one.lease().instance());
      assertThat(clone.lease().seat()).isEqualTo(one.lease().seat());
      assertThat(clone.lease().fence()).isGreaterThan(one.lease().fence());
      house.await(Kind.LOST);
      isRefused(ErrorCode.LEASE_LOST, one::check);
      clone.check();
      assertThat(house.inUse()).isEqualTo(1);
    }
  }

  @Test
  void aClonedFolderIsWorthNothingWithoutTheKey() {
    house = new House(folder).start().floating(2, 60, 60);
    house.open().close();
    try (DeviceKey thief = DeviceKey.generate()) {
      house.server.close();
      isRefused(ErrorCode.SERVER_UNREACHABLE, () -> house.open(house.options(), thief));
    }
  }

  @Test
  void nothingInTheFolderIsForOthersToRead() throws Exception {
    house = new House(folder).start().floating(2, 60, 60);
    try (HeldLicense held = house.open();
        Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).hasSize(4);
      for (Path file : all) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
      held.check();
    }
  }

  @Test
  void aNodeLockedLicenceNeedsTheServerOnce() {
    house =
        new House(folder)
            .start()
            .sell(Terms.nodeLocked(Clock.systemUTC().instant(), inAMonth()).maxDevices(2).build());
    try (HeldLicense held = house.open()) {
      assertThat(held.lease()).isNull();
      assertThat(House.leaseThreads()).isZero();
    }
    house.server.close();
    house.open().close();
    house.start(0);
  }

  private static Instant inAMonth() {
    return Clock.systemUTC().instant().plusSeconds(86_400 * 30);
  }

  @Test
  void aRevokedNodeLockedLicenceIsRefusedAlsoWithoutTheServer() {
    house =
        new House(folder)
            .start()
            .sell(Terms.nodeLocked(Clock.systemUTC().instant(), inAMonth()).maxDevices(2).build());
    String id;
    try (HeldLicense held = house.open()) {
      id = held.license().id();
    }
    house.server.services().activations().revoke(Actor.SYSTEM, id, "stolen");
    isRefused(ErrorCode.REVOKED, () -> house.open());
    house.server.close();
    isRefused(ErrorCode.REVOKED, () -> house.open());
  }

  @Test
  void runsOfAFloatingLicenceComeFromTheServer() {
    house =
        new House(folder)
            .start()
            .sell(
                Terms.floating(1, Clock.systemUTC().instant(), inAMonth())
                    .lease(60, 60)
                    .runs(250)
                    .build());
    long runs = 0;
    try (HeldLicense held = house.open()) {
      assertThat(held.countsRuns()).isTrue();
      while (runs < 180) {
        runs += held.reserveRuns();
      }
      held.giveBackRuns(runs - 180);
    }
    try (HeldLicense held = house.open()) {
      long more = 0;
      while (more < 70) {
        more += held.reserveRuns();
      }
      assertThat(more).isEqualTo(70);
      isRefused(ErrorCode.LICENSE_EXPIRED, held::reserveRuns);
    }
  }

  @Test
  void whatTheServerDoesNotKnowItRefuses() {
    house = new House(folder).start().floating(1, 60, 60);
    house.entitlement = "N".repeat(21) + "A";
    isRefused(ErrorCode.NO_KEY_FITS, () -> house.open());
  }

  @Test
  void aDeviceIsActivatedForLaterOfflineUse() {
    house =
        new House(folder)
            .start()
            .sell(Terms.nodeLocked(Clock.systemUTC().instant(), inAMonth()).maxDevices(1).build());
    License license =
        LicenseClient.activate(
            house.options(),
            house.device,
            House.BUNDLE,
            house.vendor.signer(),
            null,
            Clock.systemUTC());
    license
        .activate(house.manifest, house.vendor.signer(), house.device, license.issuedAt())
        .close();
    try (DeviceKey second = DeviceKey.generate()) {
      assertThatThrownBy(() -> house.open(house.options(), second))
          .isInstanceOf(BrigandineException.class);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }
}
