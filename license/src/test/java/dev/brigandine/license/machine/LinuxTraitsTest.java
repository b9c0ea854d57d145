package dev.brigandine.license.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinuxTraitsTest {
  @TempDir Path root;

  @Test
  void aWorkstationShowsSevenTraits() {
    FakeMachine fake = FakeMachine.workstation(root, 1);
    assertThat(counting(fake))
        .isEqualTo("machine-id product-uuid board-serial cpu mac disk root-fs");
    assertThat(fake.machine().trait("cpu").values()).containsExactly("8 x example cpu @ 3.10ghz");
    assertThat(fake.machine().container()).isEmpty();
  }

  @Test
  void anEmptyRootShowsNone() {
    assertThat(counting(FakeMachine.empty(root))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000-0000-0000-0000-000000000000",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "03000200-0400-0500-0006-000700080009",
        "03000200-0400-0500-0006-000700080009 ",
        "To be filled by O.E.M.",
        "TO BE FILLED BY O.E.M.",
        "Default string",
        "System Serial Number",
        "Not Specified",
        "None",
        "N/A",
        "0",
        "123456789",
        "0123456789",
        "xxxxxxxx",
        "........",
        "QM00001",
        "abc"
      })
  void whatManyMachinesHaveDoesNotCount(String junk) {
    FakeMachine fake =
        FakeMachine.workstation(root, 1)
            .file("/sys/class/dmi/id/product_uuid", junk)
            .file("/sys/class/dmi/id/board_serial", junk)
            .file("/sys/block/nvme0n1/device/serial", junk)
            .file("/run/udev/data/b259:2", "E:ID_FS_UUID=" + junk);
    assertThat(counting(fake)).isEqualTo("machine-id cpu mac");
    for (String name : new String[] {"product-uuid", "board-serial", "disk", "root-fs"}) {
      assertThat(fake.machine().trait(name).ignored()).as(name).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "00:00:00:00:00:00, default",
    "ff:ff:ff:ff:ff:ff, default",
    "02:42:ac:11:00:02, made up by software",
    "52:54:00:12:34:56, made up by software",
    "01:00:5e:00:00:01, group",
    "00:11:22:33:44:55, default",
    "12:34, no Ethernet address"
  })
  void addressesThatAreNoCardsOwnDoNotCount(String address, String why) {
    FakeMachine fake = FakeMachine.empty(root).card("eth0", address);
    assertThat(fake.machine().trait("mac").values()).isEmpty();
    assertThat(fake.machine().trait("mac").ignored()).singleElement().asString().contains(why);
  }

  @Test
  void cardsWithoutADeviceAndRandomAddressesDoNotCount() {
    FakeMachine fake =
        FakeMachine.empty(root)
            .file("/sys/class/net/br0/address", "3c:7c:3f:00:00:01")
            .file("/sys/class/net/br0/type", "1")
            .card("wlan0", "3c:7c:3f:00:00:02")
            .file("/sys/class/net/wlan0/addr_assign_type", "3");
    assertThat(fake.machine().trait("mac").values()).isEmpty();
  }

  @Test
  void removableDisksAndLoopsDoNotCount() {
    FakeMachine fake =
        FakeMachine.empty(root)
            .disk("sda", "USBSTICK1")
            .file("/sys/block/sda/removable", "1")
            .disk("loop0", "LOOP1234");
    assertThat(fake.machine().trait("disk").values()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "uninitialized", "00000000000000000000000000000000", "not-hex-at-all"})
  void unsetMachineIdsDoNotCount(String id) {
    FakeMachine fake = FakeMachine.empty(root).file("/etc/machine-id", id);
    assertThat(fake.machine().trait("machine-id").values()).isEmpty();
  }

  @Test
  void theRootFileSystemIsFoundByItsLinkToo() throws Exception {
    FakeMachine fake =
        FakeMachine.empty(root)
            .file("/proc/self/mountinfo", "22 1 0:31 /@ / rw - btrfs /dev/sda2 rw");
    Path links = Files.createDirectories(root.resolve("dev/disk/by-uuid"));
    Files.createSymbolicLink(
        links.resolve("b9b7a5d2-0f0e-4c6c-a6b0-3d3e1a2b3c4d"), Path.of("../../sda2"));
    assertThat(fake.machine().trait("root-fs").values())
        .containsExactly("b9b7a5d2-0f0e-4c6c-a6b0-3d3e1a2b3c4d");
  }

  @Test
  void containersAreRecognisedAndTheirMachineIdDoesNotCount() {
    String id = "0f3c1d2e4b5a69788796a5b4c3d2e1f0";
    assertContainer(fresh("a").file("/.dockerenv", ""), "Docker");
    assertContainer(fresh("b").file("/run/.containerenv", ""), "Podman");
    assertContainer(fresh("c").variable("KUBERNETES_SERVICE_HOST", "10.0.0.1"), "Kubernetes");
    assertContainer(fresh("d").variable("container", "lxc"), "lxc");
    assertContainer(fresh("e").file("/run/systemd/container", "systemd-nspawn"), "systemd-nspawn");
    assertContainer(fresh("f").file("/proc/self/cgroup", "0::/docker/0123abcd"), "docker");
    assertContainer(
        fresh("g").file("/proc/self/cgroup", "9:cpu:/kubepods/besteffort/pod1"), "kubepods");
    assertContainer(
        fresh("h").file("/proc/self/mountinfo", "1 0 0:40 / / rw - overlay overlay rw"), "overlay");
    assertThat(fresh("i").machine().container()).isEmpty();
    assertThat(fresh("i").file("/etc/machine-id", id).machine().trait("machine-id").values())
        .containsExactly(id);
  }

  @Test
  void aHostsMachineIdThatIsMountedIntoAContainerCounts() {
    FakeMachine fake =
        fresh("m")
            .file("/.dockerenv", "")
            .file("/etc/machine-id", "0f3c1d2e4b5a69788796a5b4c3d2e1f0")
            .file(
                "/proc/self/mountinfo",
                "1 0 0:40 / / rw - overlay overlay rw\n"
                    + "2 1 8:1 /etc/machine-id /etc/machine-id ro - ext4 /dev/sda1 rw");
    assertThat(fake.machine().trait("machine-id").counts()).isTrue();
  }

  @Test
  void hugeAndBinaryFilesAreRead() throws Exception {
    Files.createDirectories(root.resolve("proc"));
    byte[] noise = new byte[3 << 20];
    new java.util.Random(7).nextBytes(noise);
    Files.write(root.resolve("proc/cpuinfo"), noise);
    Files.createDirectories(root.resolve("sys/class/dmi/id"));
    Files.write(root.resolve("sys/class/dmi/id/product_uuid"), noise);
    assertThat(counting(FakeMachine.empty(root))).isEmpty();
  }

  private FakeMachine fresh(String name) {
    return FakeMachine.empty(root.resolve(name)).file("/etc/hostname", name);
  }

  private static void assertContainer(FakeMachine fake, String what) {
    fake.file("/etc/machine-id", "0f3c1d2e4b5a69788796a5b4c3d2e1f0");
    assertThat(fake.machine().container()).get().asString().contains(what);
    assertThat(fake.machine().trait("machine-id").values()).isEmpty();
    assertThat(fake.machine().trait("machine-id").ignored())
        .singleElement()
        .asString()
        .contains("container");
  }

  private static String counting(FakeMachine fake) {
    return fake.machine().traits().stream()
        .filter(Trait::counts)
        .map(Trait::name)
        .collect(Collectors.joining(" "));
  }
}
