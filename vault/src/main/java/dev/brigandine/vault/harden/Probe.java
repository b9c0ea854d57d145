package dev.brigandine.vault.harden;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a vault could do here, told without being one. */
final class Probe {
  private static final String WOULD = "would be on: ";

  private Probe() {}

  static Map<Item, Measure> look() {
    Map<Item, Measure> seen = new EnumMap<>(Item.class);
    Elsewhere.lack(seen);
    ProcessHardening.Natives natives = new ProcessHardening.Natives();
    natives.start();
    StartedWith started = StartedWith.readAtOnce().readOptions();
    refused(Item.NO_AGENTS, started.agents(), seen);
    refused(Item.NO_PRELOAD, started.preloads(), seen);
    seen.put(
        Item.NO_ATTACH, Item.NO_ATTACH.on(WOULD + "brigandine vault starts Java with its options"));
    if (Linux.isHere()) {
      place(seen);
    }
    seen.put(Item.PRIVATE_TMP, PrivateFolder.temporary(System.getProperty("java.io.tmpdir")));
    seen.put(Item.KEYS_WIPED, ProcessHardening.keysWiped());
    if (Linux.isHere()) {
      if (natives.loaded()) {
        linux(seen);
      } else {
        for (Item item : List.of(Item.OWN_USER, Item.NOT_DUMPABLE, Item.NO_CORE_FILES)) {
          seen.put(item, item.off("JNA does not load: " + natives.why(), ""));
        }
      }
      seen.put(Item.NO_SWAP, Linux.noSwap());
    }
    return seen;
  }

  private static void linux(Map<Item, Measure> seen) {
    int uid = Libc.euid();
    seen.put(
        Item.OWN_USER,
        uid == 0
            ? Item.OWN_USER.off("this is root", "run it as a user of its own (systemd: User=)")
            : Item.OWN_USER.on(WOULD + "uid " + uid + ", as long as no caller is that user"));
    seen.put(Item.NOT_DUMPABLE, Item.NOT_DUMPABLE.on(WOULD + "prctl(2) has PR_SET_DUMPABLE"));
    seen.put(
        Item.NO_CORE_FILES, Item.NO_CORE_FILES.on(WOULD + "RLIMIT_CORE can always be lowered"));
    seen.put(
        Item.KEPT_OUT_OF_DUMPS,
        Item.KEPT_OUT_OF_DUMPS.on(WOULD + "/proc/self/coredump_filter is there"));
    if (!java.nio.file.Files.isWritable(Path.of("/proc/self/coredump_filter"))) {
      seen.put(
          Item.KEPT_OUT_OF_DUMPS,
          Item.KEPT_OUT_OF_DUMPS.off(
              "/proc/self/coredump_filter cannot be written", "mount /proc writable"));
    }
    seen.put(Item.SECCOMP, seccomp());
    seen.put(Item.NO_TELEMETRY, Item.NO_TELEMETRY.on(WOULD + "ONNX Runtime is told to keep quiet"));
    seen.put(Item.KEYS_LOCKED, lock());
  }

  private static Measure seccomp() {
    if (SeccompFilter.of(System.getProperty("os.arch")).isEmpty()) {
      return Linux.noFilter();
    }
    return Libc.seccompMode() >= 0
        ? Item.SECCOMP.on(WOULD + "the kernel has seccomp")
        : Item.SECCOMP.none("the kernel has no seccomp", "run on one with CONFIG_SECCOMP_FILTER");
  }

  private static Measure lock() {
    long hard = Libc.limit(Libc.RLIMIT_MEMLOCK).hard();
    return Linux.mayLockAll()
        ? Item.KEYS_LOCKED.on(WOULD + "all its memory may be locked")
        : Item.KEYS_LOCKED.off(
            Linux.swaps(),
            "RLIMIT_MEMLOCK is " + hard + " bytes, not unlimited",
            Linux.LOCK_REMEDY);
  }

  private static void place(Map<Item, Measure> seen) {
    try {
      Path parent = PrivateFolder.place(Optional.empty());
      seen.put(
          Item.PRIVATE_NATIVES,
          Item.PRIVATE_NATIVES.on(WOULD + "a folder of mode 0700 in " + parent));
    } catch (dev.brigandine.bundle.BrigandineException e) {
      String remedy = e.hint().orElse("");
      seen.put(Item.PRIVATE_NATIVES, Item.PRIVATE_NATIVES.off(e.getMessage(), remedy));
    }
  }

  private static void refused(Item item, List<String> found, Map<Item, Measure> seen) {
    seen.put(
        item,
        found.isEmpty()
            ? item.on(WOULD + "nothing of the kind is here, and a vault does not start with it")
            : item.off(found.get(0) + " is here: a vault does not start with it", "unset it"));
  }
}
