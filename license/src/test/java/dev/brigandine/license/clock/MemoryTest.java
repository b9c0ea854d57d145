package dev.brigandine.license.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.Refused;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.VendorKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered beside time, and how. */
class MemoryTest {
  @TempDir Path state;
  private ClockWorld world;
  private License license;

  @BeforeEach
  void license() {
    world = new ClockWorld(state);
    world.now = ClockWorld.day(5);
    license = ClockWorld.license(ClockPolicy.DEFAULT, ClockWorld.day(1));
  }

  private List<Path> files(String end) throws Exception {
    try (Stream<Path> files = Files.list(state.resolve("memory"))) {
      return files.filter(file -> file.toString().endsWith(end)).toList();
    }
  }

  private static String list(VendorKey signer, long number, String... ids) {
    Instant at = ClockWorld.day(number);
    return new Revocations(signer.signer(), number, at, at.plusSeconds(60), Set.of(ids))
        .sign(signer.signing());
  }

  private void see(Optional<String> list) {
    try (Memory memory = Memory.of(state, ClockWorld.DEVICE)) {
      memory.requireNotRevoked(license, list);
    }
  }

  @Test
  void everyBitAndEveryCutOfAFileIsRefused() throws Exception {
    world.open(license, false, List.of()).close();
    Path file = files(".jws").get(0);
    byte[] good = Files.readAllBytes(file);
    try (Memory memory = Memory.of(state, ClockWorld.DEVICE)) {
      assertThat(memory.time(license.id()))
          .isEqualTo(Recall.of(ClockWorld.day(5).getEpochSecond(), 0));
      for (int i = 0; i < good.length * 8; i++) {
        byte[] bad = good.clone();
        bad[i / 8] ^= (byte) (1 << i % 8);
        Files.write(file, bad);
        assertThat(memory.time(license.id())).as("bit " + i).isEqualTo(Recall.EDITED);
      }
      for (int length = 0; length < 2000; length++) {
        if (length != good.length) {
          Files.write(file, java.util.Arrays.copyOf(good, length));
          assertThat(memory.time(license.id())).as("cut " + length).isEqualTo(Recall.EDITED);
        }
      }
    }
  }

  @Test
  void filesAreTheOwnersAlone() throws Exception {
    world.open(license, true, List.of()).close();
    assertThat(files(".jws")).hasSize(2);
    for (Path file : files(".jws")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(files(".tmp")).isEmpty();
  }

  @Test
  void theHigherTimeStaysWhoeverWritesLast() {
    Watch early = world.open(license, false, List.of());
    world.now = ClockWorld.day(9);
    world.open(license, false, List.of()).close();
    world.now = ClockWorld.day(6);
    early.close();
    try (Memory memory = Memory.of(state, ClockWorld.DEVICE)) {
      assertThat(memory.time(license.id()).value()).isEqualTo(ClockWorld.day(9).getEpochSecond());
    }
  }

  @Test
  void aCounterThatBeginsHighAsThatOfATpm() {
    world.counter =
        new ClockWorld.Counter() {
          @Override
          public long increment() {
            value = value == 0 ? 41 : value + 1;
            return value;
          }
        };
    for (int i = 0; i < 3; i++) {
      world.open(license, true, List.of()).close();
    }
    assertThat(world.counter.value).isEqualTo(43);
  }

  @Test
  void aListCountsUntilANewerOneAndAlsoWhereNoneIsGiven() {
    see(Optional.empty());
    see(Optional.of(list(ClockWorld.vendor(), 1)));
    String revoking = list(ClockWorld.vendor(), 2, license.id());
    Refused.with(ErrorCode.REVOKED, () -> see(Optional.of(revoking)));
    Refused.with(ErrorCode.REVOKED, () -> see(Optional.empty()));
    Refused.with(ErrorCode.ROLLBACK, () -> see(Optional.of(list(ClockWorld.vendor(), 1))));
    see(Optional.of(list(ClockWorld.vendor(), 3)));
    see(Optional.empty());
  }

  @Test
  void deviceAndEntitlementAreRevokedToo() {
    for (String id : List.of(license.device(), ClockWorld.ENTITLEMENT)) {
      String list = list(ClockWorld.vendor(), 2, id);
      Refused.with(ErrorCode.REVOKED, () -> see(Optional.of(list)));
    }
  }

  @Test
  void aListByAStrangerIsRefusedAndNotKept() {
    String forged = list(VendorKey.generate(), 9);
    Refused.with(ErrorCode.BAD_SIGNATURE, () -> see(Optional.of(forged)));
    String edited = list(ClockWorld.vendor(), 9);
    String cut = edited.substring(0, edited.length() - 2) + "AA";
    Refused.withAny(() -> see(Optional.of(cut)), ErrorCode.BAD_SIGNATURE, ErrorCode.TAMPERED);
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void aRememberedListThatIsTakenAwayOrPutBackIsMissed() throws Exception {
    see(Optional.of(list(ClockWorld.vendor(), 1)));
    Path file = files(".jwt").get(0);
    byte[] first = Files.readAllBytes(file);
    String revoking = list(ClockWorld.vendor(), 2, license.id());
    Refused.with(ErrorCode.REVOKED, () -> see(Optional.of(revoking)));
    Files.write(file, first);
    Refused.with(ErrorCode.ROLLBACK, () -> see(Optional.empty()));
    Files.delete(file);
    Refused.with(ErrorCode.TAMPERED, () -> see(Optional.empty()));
  }

  @Test
  void whatAnotherDeviceRememberedIsRefused() {
    see(Optional.of(list(ClockWorld.vendor(), 1)));
    Refused.with(
        ErrorCode.TAMPERED,
        () -> {
          try (Memory memory = Memory.of(state, DeviceKey.generate())) {
            memory.requireNotRevoked(license, Optional.empty());
          }
        });
  }
}
