package dev.brigandine.audit.license;

import dev.brigandine.license.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Linux machine, as its files show it. */
final class PaperMachine {
  static final String HOME = "0123456789abcdef";

  private PaperMachine() {}

  /**
   * @param id 16 hexadecimal digits that its traits are made of
   */
  static Machine at(Path root, String id) throws IOException {
    write(root.resolve("etc/machine-id"), id + id);
    write(
        root.resolve("sys/class/dmi/id/product_uuid"),
        "4c4c4544-0042-4a10-8035-" + id.substring(4));
    write(root.resolve("sys/class/dmi/id/board_serial"), "/BRD" + id);
    return Machine.at(root, name -> null);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }
}
