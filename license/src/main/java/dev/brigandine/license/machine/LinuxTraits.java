package dev.brigandine.license.machine;

import java.util.List;

/**
 * Linux, from /etc, /proc and /sys. Starts no process. Firmware serials are readable by root alone,
 * so they count only where the application runs as root.
 */
final class LinuxTraits implements TraitSource {
  private static final List<String> NAMES =
      List.of("machine-id", "product-uuid", "board-serial", "cpu", "mac", "disk", "root-fs");

  private final MachineFiles files;
  private final boolean contained;

  LinuxTraits(MachineFiles files, boolean contained) {
    this.files = files;
    this.contained = contained;
  }

  @Override
  public List<String> names() {
    return NAMES;
  }

  @Override
  public Trait read(String name) {
    TraitReader out = new TraitReader(name);
    switch (name) {
      case "machine-id" -> machineId(out);
      case "product-uuid" -> out.text(files.text("/sys/class/dmi/id/product_uuid"), "firmware");
      case "board-serial" -> boardSerial(out);
      case "cpu" -> cpu(out);
      case "mac" -> addresses(out);
      case "disk" -> disks(out);
      case "root-fs" -> rootFileSystem(out);
      default -> {}
    }
    return out.read();
  }

  private void machineId(TraitReader out) {
    String id = files.text("/etc/machine-id");
    if (id == null || id.isEmpty()) {
      id = files.text("/var/lib/dbus/machine-id");
    }
    if (id == null) {
      return;
    }
    boolean mounted =
        Mounts.of(files).stream().anyMatch(mount -> mount.point().equals("/etc/machine-id"));
    if (contained && !mounted) {
      out.ignore("/etc/machine-id: in a container, where it may be the image's");
    } else if (!id.isEmpty() && !id.matches("[0-9a-f]{32}") && Junk.reason(id) == null) {
      out.ignore("/etc/machine-id: no machine id (32 hex digits)");
    } else {
      out.text(id, "/etc/machine-id");
    }
  }

  private void boardSerial(TraitReader out) {
    out.text(files.text("/sys/class/dmi/id/board_serial"), "firmware");
    out.text(files.text("/proc/device-tree/serial-number"), "device tree");
  }

  /** The model and how many of them: not the machine's own, but a change of it shows. */
  private void cpu(TraitReader out) {
    String text = files.raw("/proc/cpuinfo");
    if (text == null) {
      return;
    }
    int count = 0;
    String model = null;
    for (String line : text.split("\n")) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      String key = line.substring(0, colon).strip();
      if (key.equals("processor")) {
        count++;
      } else if (model == null && (key.equals("model name") || key.equals("CPU part"))) {
        model = line.substring(colon + 1).strip();
      }
    }
    if (count > 0 && model != null) {
      out.text(count + " x " + model, "/proc/cpuinfo");
    }
  }

  private void addresses(TraitReader out) {
    for (String card : files.names("/sys/class/net")) {
      String folder = "/sys/class/net/" + card;
      String assigned = files.text(folder + "/addr_assign_type");
      // Bridges, tunnels and a container's end of a veth pair have no device behind them.
      if (!files.exists(folder + "/device") || !"1".equals(files.text(folder + "/type"))) {
        continue;
      }
      if (assigned != null && !assigned.equals("0")) {
        out.ignore(card + ": its address was not the maker's but set or random");
      } else {
        out.address(files.text(folder + "/address"), card);
      }
    }
  }

  private void disks(TraitReader out) {
    for (String disk : files.names("/sys/block")) {
      if (disk.matches("(loop|ram|zram|dm-|md|sr|fd|nbd).*")) {
        continue;
      }
      String folder = "/sys/block/" + disk;
      if ("1".equals(files.text(folder + "/removable"))) {
        out.ignore(disk + ": removable");
        continue;
      }
      for (String file : new String[] {"/device/serial", "/serial", "/device/wwid", "/wwid"}) {
        String serial = files.text(folder + file);
        if (serial != null && !serial.isEmpty()) {
          out.text(serial, disk);
          break;
        }
      }
    }
  }

  private void rootFileSystem(TraitReader out) {
    for (Mounts.Mount mount : Mounts.of(files)) {
      if (!mount.point().equals("/")) {
        continue;
      }
      String source = mount.source();
      String device =
          source.startsWith("/dev/") ? source.substring(source.lastIndexOf('/') + 1) : null;
      if (device == null) {
        out.ignore("/: not on a disk of its own (" + shown(mount.type()) + ")");
        return;
      }
      String number = files.text("/sys/class/block/" + device + "/dev");
      out.text(uuid(device, number != null ? number : mount.device()), "/");
      return;
    }
  }

  private String uuid(String device, String number) {
    if (number.matches("[0-9]+:[0-9]+")) {
      String udev = files.raw("/run/udev/data/b" + number);
      if (udev != null) {
        for (String line : udev.split("\n")) {
          if (line.startsWith("E:ID_FS_UUID=")) {
            return line.substring("E:ID_FS_UUID=".length());
          }
        }
      }
    }
    for (String uuid : files.names("/dev/disk/by-uuid")) {
      if (device.equals(files.linkName("/dev/disk/by-uuid/" + uuid))) {
        return uuid;
      }
    }
    return null;
  }

  private static String shown(String type) {
    return type.matches("[a-z0-9._-]{1,32}") ? type : "?";
  }
}
