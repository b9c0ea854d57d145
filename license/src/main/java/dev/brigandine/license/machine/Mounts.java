package dev.brigandine.license.machine;

import java.util.ArrayList;
import java.util.List;

/** Reads /proc/self/mountinfo (proc(5)). */
final class Mounts {
  private static final int MAX = 4096;

  private Mounts() {}

  /**
   * @param device major:minor
   * @param point where it is mounted
   * @param type of file system
   * @param source a device's path for most
   */
  record Mount(String device, String point, String type, String source) {}

  static List<Mount> of(MachineFiles files) {
    String text = files.raw("/proc/self/mountinfo");
    List<Mount> mounts = new ArrayList<>();
    if (text == null) {
      return mounts;
    }
    for (String line : text.split("\n")) {
      String[] fields = line.split(" ");
      int dash = 6;
      while (dash < fields.length && !fields[dash].equals("-")) {
        dash++;
      }
      if (dash + 2 < fields.length && mounts.size() < MAX) {
        mounts.add(new Mount(fields[2], fields[4], fields[dash + 1], fields[dash + 2]));
      }
    }
    return mounts;
  }
}
