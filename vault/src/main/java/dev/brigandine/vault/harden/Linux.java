package dev.brigandine.vault.harden;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes the measures Linux has, and reads back what came of each. */
final class Linux {
  static final String OPTIONS_REMEDY =
      "start the vault by the command brigandine vault, or with the options of vault.options";
  static final String LOCK_REMEDY =
      "let it lock all its memory: LimitMEMLOCK=infinity (systemd), --ulimit memlock=-1:-1"
          + " (containers), ulimit -l unlimited; or run without swap";

  private static final int CAP_IPC_LOCK = 14;

  private static final Path COREDUMP_FILTER = Path.of("/proc/self/coredump_filter");
  private static final Path SWAPS = Path.of("/proc/swaps");

  private Linux() {}

  static boolean isHere() {
    return System.getProperty("os.name").equals("Linux");
  }

  /** In this order: files of {@code /proc/self} are root's once the process is not dumpable. */
  static Map<Item, Measure> take(Setup setup, StartedWith started, PrivateFolder folder) {
    Map<Item, Measure> taken = new java.util.EnumMap<>(Item.class);
    taken.put(Item.KEPT_OUT_OF_DUMPS, keepOutOfDumps());
    taken.put(Item.NOT_DUMPABLE, notDumpable());
    taken.put(Item.NO_CORE_FILES, noCoreFiles(started));
    taken.put(Item.NO_ATTACH, noAttach(started));
    taken.put(Item.OWN_USER, ownUser(setup));
    taken.put(Item.PRIVATE_NATIVES, privateNatives(folder));
    taken.put(Item.NO_TELEMETRY, noTelemetry(folder));
    taken.put(Item.NO_SWAP, noSwap());
    taken.put(Item.KEYS_LOCKED, lockKeys());
    taken.put(Item.SECCOMP, filter());
    return taken;
  }

  private static Measure ownUser(Setup setup) {
    int uid = Libc.euid();
    String name = System.getProperty("user.name", "?");
    if (uid == 0) {
      return Item.OWN_USER.off(
          "the vault runs as root", "run it as a user of its own (systemd: User=)");
    }
    if (setup.ownUserCalls(name, uid)) {
      return Item.OWN_USER.off(
          "the vault's own user is among its callers",
          "run it as a user of its own, and let others in (local.users)");
    }
    return Item.OWN_USER.on("uid " + uid + ", which is none of its callers");
  }

  private static Measure notDumpable() {
    if (!Libc.makeUndumpable()) {
      return Item.NOT_DUMPABLE.off("prctl(PR_SET_DUMPABLE) failed, errno " + Libc.errno(), "");
    }
    // Whoever was there before stays.
    Optional<String> tracer = status("TracerPid");
    if (!tracer.equals(Optional.of("0"))) {
      return Item.NOT_DUMPABLE.off(
          "a debugger is attached (process " + tracer.orElse("unknown") + ")", "start it without");
    }
    return Item.NOT_DUMPABLE.on("PR_GET_DUMPABLE is 0, nobody traces");
  }

  private static Measure noCoreFiles(StartedWith started) {
    List<String> open = new ArrayList<>();
    Libc.limit(Libc.RLIMIT_CORE, 0, 0);
    Libc.Limit core = Libc.limit(Libc.RLIMIT_CORE);
    if (core.soft() != 0 || core.hard() != 0) {
      open.add("RLIMIT_CORE is not 0");
    }
    open.addAll(dumpsOfTheJvm(started));
    return open.isEmpty()
        ? Item.NO_CORE_FILES.on("RLIMIT_CORE is 0, and the JVM writes no error file")
        : Item.NO_CORE_FILES.off(String.join(", ", open), OPTIONS_REMEDY);
  }

  static List<String> dumpsOfTheJvm(StartedWith started) {
    List<String> open = new ArrayList<>();
    if (started.flag("CreateCoredumpOnCrash").orElse(true)) {
      open.add("-XX:-CreateCoredumpOnCrash is missing");
    }
    if (!started.value("ErrorFile").equals(Optional.of("/dev/null"))) {
      open.add("-XX:ErrorFile=/dev/null is missing (an error file holds pieces of the stack)");
    }
    return open;
  }

  private static Measure keepOutOfDumps() {
    try {
      Files.writeString(COREDUMP_FILTER, "0\n");
      String now = Files.readString(COREDUMP_FILTER).strip();
      return Long.parseLong(now, 16) == 0
          ? Item.KEPT_OUT_OF_DUMPS.on("coredump_filter is 0: no page belongs into a dump")
          : Item.KEPT_OUT_OF_DUMPS.off("coredump_filter is " + now, "");
    } catch (IOException | NumberFormatException e) {
      return Item.KEPT_OUT_OF_DUMPS.off(
          "/proc/self/coredump_filter cannot be written", "mount /proc writable for the vault");
    }
  }

  private static Measure noAttach(StartedWith started) {
    List<String> open = attachable(started);
    if (!Libc.ignoreQuit()) {
      open.add("SIGQUIT prints every thread's stack");
    }
    return open.isEmpty()
        ? Item.NO_ATTACH.on("no attach, no performance data, no JMX, SIGQUIT ignored")
        : Item.NO_ATTACH.off(String.join(", ", open), OPTIONS_REMEDY);
  }

  /** What of the JVM lets its tools in. */
  static List<String> attachable(StartedWith started) {
    List<String> open = new ArrayList<>();
    if (!started.flag("DisableAttachMechanism").orElse(false)) {
      open.add("-XX:+DisableAttachMechanism is missing");
    }
    if (started.flag("UsePerfData").orElse(true)) {
      open.add("-XX:-UsePerfData is missing");
    }
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("com.sun.management.")) {
        open.add("JMX is on (" + name + ")");
      }
    }
    return open;
  }

  private static Measure privateNatives(PrivateFolder folder) {
    String jna = System.getProperty("jna.boot.library.path");
    String place = jna == null ? folder.path().toString() : jna;
    boolean there = false;
    for (String file : StartedWith.mapped()) {
      there |= file.startsWith(place + "/");
    }
    if (!there) {
      return Item.PRIVATE_NATIVES.off(
          "JNA was loaded from elsewhere", "start it without properties of JNA (jna.*)");
    }
    return Item.PRIVATE_NATIVES.on(
        EngineFiles.given() && jna != null
            ? "loaded from " + place + ", which is root's"
            : "unpacked into " + folder.path() + ", mode 0700");
  }

  /**
   * ONNX Runtime 1.29 for Linux reports to its maker unless this is set before it is loaded: names
   * in the graph and a hash of its weights among it. Its temporary files ask TMPDIR.
   */
  private static Measure noTelemetry(PrivateFolder folder) {
    return Libc.environment("ORT_DISABLE_TELEMETRY", "1")
            && Libc.environment("TMPDIR", folder.path().toString())
        ? Item.NO_TELEMETRY.on("ORT_DISABLE_TELEMETRY is 1: ONNX Runtime reports nothing")
        : Item.NO_TELEMETRY.off(
            "setenv failed, errno " + Libc.errno(), "set ORT_DISABLE_TELEMETRY=1");
  }

  /** Whether all memory may be locked: without a limit, or by a capability to ignore it. */
  static boolean mayLockAll() {
    return Libc.limit(Libc.RLIMIT_MEMLOCK).hard() == Libc.INFINITY || capable(CAP_IPC_LOCK);
  }

  private static boolean capable(int capability) {
    try {
      Optional<String> mask = status("CapEff");
      return mask.isPresent() && (Long.parseUnsignedLong(mask.get(), 16) >> capability & 1) == 1;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static Measure lockKeys() {
    Libc.Limit limit = Libc.limit(Libc.RLIMIT_MEMLOCK);
    Libc.limit(Libc.RLIMIT_MEMLOCK, limit.hard(), limit.hard());
    // Where there is an end, later allocations would fail at it: all or nothing.
    if (!mayLockAll()) {
      return Item.KEYS_LOCKED.off(
          swaps(), "RLIMIT_MEMLOCK is " + limit.hard() + " bytes, not unlimited", LOCK_REMEDY);
    }
    return Libc.lockAll()
        ? Item.KEYS_LOCKED.on("mlockall: no page of the process is ever swapped")
        : Item.KEYS_LOCKED.off(swaps(), "mlockall failed, errno " + Libc.errno(), LOCK_REMEDY);
  }

  private static Measure filter() {
    Optional<SeccompFilter> filter = SeccompFilter.of(System.getProperty("os.arch"));
    if (filter.isEmpty()) {
      return noFilter();
    }
    int error =
        Libc.filter(filter.get().seccomp(), filter.get().program(), filter.get().instructions());
    if (error != 0 || Libc.seccompMode() != 2) {
      return Item.SECCOMP.off(
          error < 0
              ? "a thread took no seccomp filter"
              : "the kernel took no seccomp filter, errno " + error,
          "run on a kernel with CONFIG_SECCOMP_FILTER, and where containers may use seccomp(2)");
    }
    return Item.SECCOMP.on(filter.get().refused() + " system calls are refused to every thread");
  }

  static Measure noFilter() {
    return Item.SECCOMP.none(
        "no filter for the architecture " + System.getProperty("os.arch"),
        "run on x86-64 or 64-bit ARM");
  }

  static Measure noSwap() {
    return swaps()
        ? Item.NO_SWAP.off("this machine swaps (/proc/swaps)", "swapoff -a; or lock the pages")
        : Item.NO_SWAP.on("this machine has no swap now");
  }

  /** Whether it has swap; where that cannot be told, yes. */
  static boolean swaps() {
    try {
      return Files.readAllLines(SWAPS, StandardCharsets.ISO_8859_1).size() > 1;
    } catch (IOException e) {
      return true;
    }
  }

  private static Optional<String> status(String field) {
    try {
      for (String line :
          Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith(field + ":")) {
          return Optional.of(line.substring(field.length() + 1).strip());
        }
      }
    } catch (IOException e) {
      // Told as unknown.
    }
    return Optional.empty();
  }
}
