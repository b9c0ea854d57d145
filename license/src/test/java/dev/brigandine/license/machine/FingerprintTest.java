package dev.brigandine.license.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
  private static final String DEVICE = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final String OTHER = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA";

  @TempDir Path root;

  @ParameterizedTest
  @CsvSource({
    "all, 1, 1",
    "all, 7, 7",
    "most, 1, 2",
    "most, 2, 2",
    "most, 3, 2",
    "most, 4, 3",
    "most, 7, 4",
    "two, 1, 2",
    "two, 7, 2",
    "any, 1, 1",
    "any, 7, 1"
  })
  void policiesNeedAsManyAsTheySay(String policy, int traits, int needed) {
    assertThat(MatchPolicy.of(policy).needed(traits)).isEqualTo(needed);
  }

  @Test
  void theSameMachineMatchesByEveryPolicy() {
    Fingerprint taken = Fingerprint.of(workstation("a", 1).machine(), DEVICE);
    assertThat(taken.hashes()).hasSize(7);
    for (MatchPolicy policy : MatchPolicy.values()) {
      taken.check(workstation("again", 1).machine(), policy, DEVICE);
    }
  }

  @Test
  void aTwinOfTheSameModelMatchesByNone() {
    Fingerprint taken = Fingerprint.of(workstation("a", 1).machine(), DEVICE);
    Machine twin = workstation("b", 2).machine();
    for (MatchPolicy policy : MatchPolicy.values()) {
      assertThatThrownBy(() -> taken.check(twin, policy, DEVICE))
          .isInstanceOfSatisfying(
              BrigandineException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_MACHINE))
          .hasMessageContaining("board-serial, disk, mac, machine-id, product-uuid, root-fs differ")
          .hasMessageNotContaining("3c:7c")
          .hasMessageNotContaining("PF3XK7");
    }
  }

  /**
   * Which policy bears how many changes: seven traits, of which the first {@code changed} change.
   */
  @ParameterizedTest
  @CsvSource({"0, all most two any", "1, most two any", "3, most two any", "4, two any", "6, any"})
  void aMachineThatChangesMatchesAsLongAsItsPolicySays(int changed, String holds) {
    Fingerprint taken = Fingerprint.of(workstation("a", 1).machine(), DEVICE);
    String[][] changes = {
      {"/proc/cpuinfo", FakeMachine.cpus(4, "Example CPU @ 3.10GHz")},
      {"/sys/class/net/enp3s0/address", "3c:7c:3f:99:99:99"},
      {"/sys/block/nvme0n1/device/serial", "NEWDISK77"},
      {"/run/udev/data/b259:2", "E:ID_FS_UUID=99999999-0000-1111-2222-333333333333"},
      {"/etc/machine-id", "99991d2e4b5a69788796a5b4c3d2e1f0"},
      {"/sys/class/dmi/id/board_serial", "OTHERBOARD"}
    };
    FakeMachine now = workstation("b", 1);
    for (int i = 0; i < changed; i++) {
      now.file(changes[i][0], changes[i][1]);
    }
    for (MatchPolicy policy : MatchPolicy.values()) {
      if (List.of(holds.split(" ")).contains(policy.id())) {
        taken.check(now.machine(), policy, DEVICE);
      } else {
        assertThatThrownBy(() -> taken.check(now.machine(), policy, DEVICE))
            .isInstanceOf(BrigandineException.class);
      }
    }
  }

  @Test
  void theProcessorsModelAloneIsNobodysOwn() {
    Fingerprint taken = Fingerprint.of(workstation("a", 1).machine(), DEVICE);
    Machine onlyCpu =
        FakeMachine.empty(root.resolve("cpu"))
            .file("/proc/cpuinfo", FakeMachine.cpus(8, "Example CPU @ 3.10GHz"))
            .machine();
    assertThatThrownBy(() -> taken.check(onlyCpu, MatchPolicy.ANY, DEVICE))
        .hasMessageContaining("one of them the machine's own");
    assertThatThrownBy(() -> Fingerprint.of(onlyCpu, DEVICE).checkEnough(MatchPolicy.ANY))
        .hasMessageContaining("processor's model");
  }

  @Test
  void whatCanNoLongerBeReadDoesNotMatch() {
    Fingerprint taken = Fingerprint.of(workstation("a", 1).machine(), DEVICE);
    FakeMachine unprivileged =
        workstation("b", 1)
            .without("/sys/class/dmi/id/product_uuid")
            .without("/sys/class/dmi/id/board_serial");
    taken.check(unprivileged.machine(), MatchPolicy.MOST, DEVICE);
    assertThatThrownBy(() -> taken.check(unprivileged.machine(), MatchPolicy.ALL, DEVICE))
        .hasMessageContaining("board-serial, product-uuid differ or cannot be read")
        .hasMessageContaining("5 of 7 traits match, 7 must");
  }

  @Test
  void oneOfSeveralCardsIsEnough() {
    Fingerprint taken =
        Fingerprint.of(workstation("a", 1).card("dock", "3c:7c:3f:77:00:01").machine(), DEVICE);
    taken.check(workstation("b", 1).machine(), MatchPolicy.ALL, DEVICE);
  }

  @Test
  void tooFewTraitsAreRefusedAtIssue() {
    Machine bare =
        FakeMachine.empty(root.resolve("bare")).card("eth0", "3c:7c:3f:00:00:01").machine();
    Fingerprint one = Fingerprint.of(bare, DEVICE);
    one.checkEnough(MatchPolicy.ANY);
    one.checkEnough(MatchPolicy.ALL);
    assertThatThrownBy(() -> one.checkEnough(MatchPolicy.MOST))
        .hasMessageContaining("takes 2 traits at least, and this machine shows 1");
    assertThatThrownBy(() -> one.checkEnough(MatchPolicy.TWO))
        .isInstanceOf(BrigandineException.class);
    Fingerprint none = Fingerprint.of(FakeMachine.empty(root.resolve("none")).machine(), DEVICE);
    assertThatThrownBy(() -> none.checkEnough(MatchPolicy.ANY)).hasMessageContaining("shows 0");
  }

  @Test
  void anEmptyFingerprintMatchesNothing() {
    Fingerprint none = Fingerprint.of(FakeMachine.empty(root.resolve("none")).machine(), DEVICE);
    for (MatchPolicy policy : MatchPolicy.values()) {
      assertThatThrownBy(() -> none.check(workstation("a", 1).machine(), policy, DEVICE))
          .isInstanceOf(BrigandineException.class);
    }
  }

  @Test
  void twoDevicesOfOneMachineCannotBeTold() {
    Fingerprint one = Fingerprint.of(workstation("a", 1).machine(), DEVICE);
    Fingerprint two = Fingerprint.of(workstation("a", 1).machine(), OTHER);
    one.hashes()
        .forEach(
            (name, hashes) ->
                assertThat(two.hashes().get(name)).doesNotContainAnyElementsOf(hashes));
  }

  @Test
  void aKnownHashStaysWhatItIs() {
    // python3: hmac.new(DEVICE, b'dev.brigandine/1 machine\0mac\0' + b'3c:7c:3f:00:00:01', sha256)
    Machine machine =
        FakeMachine.empty(root.resolve("k")).card("eth0", "3C:7C:3F:00:00:01").machine();
    assertThat(Fingerprint.of(machine, DEVICE).hashes().get("mac"))
        .containsExactly("Vqtn1XSWDwaS-wVy2R4TAQ");
  }

  @Test
  void itIsReadAsItIsWritten() {
    Fingerprint read =
        take("{\"mac\":[\"AAAAAAAAAAAAAAAAAAAAAA\"],\"cpu\":[\"AAAAAAAAAAAAAAAAAAAAAQ\"]}");
    assertThat(read.hashes().keySet()).containsExactly("cpu", "mac");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"mac\":[]}",
        "{\"mac\":\"AAAAAAAAAAAAAAAAAAAAAA\"}",
        "{\"mac\":[\"AAAA\"]}",
        "{\"mac\":[\"AAAAAAAAAAAAAAAAAAAAA=\"]}",
        "{\"mac\":[7]}",
        "{\"Mac\":[\"AAAAAAAAAAAAAAAAAAAAAA\"]}",
        "{\"\":[\"AAAAAAAAAAAAAAAAAAAAAA\"]}",
        "{\"mac\":[\"AAAAAAAAAAAAAAAAAAAAAA\",\"AAAAAAAAAAAAAAAAAAAAAQ\",\"AAAAAAAAAAAAAAAAAAAAAg\","
            + "\"AAAAAAAAAAAAAAAAAAAAAw\",\"AAAAAAAAAAAAAAAAAAAABA\",\"AAAAAAAAAAAAAAAAAAAABQ\","
            + "\"AAAAAAAAAAAAAAAAAAAABg\",\"AAAAAAAAAAAAAAAAAAAABw\",\"AAAAAAAAAAAAAAAAAAAACA\"]}"
      })
  void anythingElseIsRefused(String json) {
    assertThatThrownBy(() -> take(json))
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAMPERED));
  }

  private static Fingerprint take(String json) {
    return Fingerprint.take(
        Json.parseObject(json.getBytes(StandardCharsets.UTF_8), "the traits"), "the traits");
  }

  private FakeMachine workstation(String folder, int number) {
    return FakeMachine.workstation(root.resolve(folder), number);
  }
}
