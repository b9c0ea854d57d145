package dev.brigandine.license.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A Linux machine made of files below a folder. */
public final class FakeMachine {
  private final Path root;
  private final Map<String, String> environment = new HashMap<>();

  private FakeMachine(Path root) {
    this.root = root;
  }

  /** With nothing in it. */
  public static FakeMachine empty(Path root) {
    return new FakeMachine(root);
  }

  /** A workstation whose serials end in {@code number}: all seven traits count. */
  public static FakeMachine workstation(Path root, int number) {
    String two = String.format("%02x", number);
    return empty(root)
        .file("/etc/machine-id", "0f3c1d2e4b5a69788796a5b4c3d2e1" + two)
        .file("/sys/class/dmi/id/product_uuid", "d6c2a1b0-1f2e-4d3c-8b7a-0a1b2c3d4e" + two)
        .file("/sys/class/dmi/id/board_serial", "PF3XK7" + two)
        .file("/proc/cpuinfo", cpus(8, "Example CPU @ 3.10GHz"))
        .card("enp3s0", "3c:7c:3f:1a:2b:" + two)
        .disk("nvme0n1", "S4EVNX0M7" + two)
        .rootOn("nvme0n1p2", "259:2", "7c1b2a3d-9e8f-4a5b-b6c7-d8e9f0a1b2" + two);
  }

  public static String cpus(int count, String model) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append("processor\t: ").append(i).append("\nmodel name\t: ").append(model).append("\n\n");
    }
    return out.toString();
  }

  public FakeMachine file(String path, String text) {
    try {
      Path file = root.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public FakeMachine without(String path) {
    try {
      Files.delete(root.resolve(path.substring(1)));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public FakeMachine card(String name, String address) {
    String folder = "/sys/class/net/" + name;
    return file(folder + "/address", address)
        .file(folder + "/type", "1")
        .file(folder + "/addr_assign_type", "0")
        .file(folder + "/device/vendor", "0x8086");
  }

  public FakeMachine disk(String name, String serial) {
    return file("/sys/block/" + name + "/device/serial", serial)
        .file("/sys/block/" + name + "/removable", "0");
  }

  public FakeMachine rootOn(String device, String number, String uuid) {
    return file(
            "/proc/self/mountinfo",
            "22 1 " + number + " / / rw,relatime shared:1 - ext4 /dev/" + device + " rw")
        .file("/sys/class/block/" + device + "/dev", number)
        .file("/run/udev/data/b" + number, "S:disk\nE:ID_FS_UUID=" + uuid);
  }

  public FakeMachine variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public Machine machine() {
    return Machine.at(root, environment::get);
  }
}
