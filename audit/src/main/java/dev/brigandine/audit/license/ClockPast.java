package dev.brigandine.audit.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.clock.Watch;
import dev.brigandine.license.clock.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a device remembers when a row begins, and what its owner did to that. */
final class ClockPast {
  private final String memory;
  private final ClockDevice device;
  private final License license;
  private final ClockPolicy policy;
  private final long from;
  private final boolean counted;
  private final int at;

  ClockPast(
      String memory,
      ClockDevice device,
      License license,
      ClockPolicy policy,
      long from,
      boolean counted) {
    this.memory = memory;
    this.device = device;
    this.license = license;
    this.policy = policy;
    this.from = from;
    this.counted = counted;
    this.at = memory.indexOf("day");
  }

  void bringAbout() throws IOException {
    String kind = at < 0 ? memory : at == 0 ? "seen" : memory.substring(0, at - 1);
    switch (kind) {
      case "none" -> {}
      case "no folder" -> Files.writeString(device.state, "not a folder");
      case "seen" -> see(license, counted, memory);
      case "end", "2099" -> see(license, counted, kind);
      case "2099, then fresh" -> {
        see(license, counted, "2099");
        device.clock.set(device.moments.of(day()));
        device.open(license, counted, List.of(fresh())).close();
      }
      case "deleted" -> {
        see(license, counted, day());
        delete();
      }
      case "edited", "emptied" -> edit(kind.equals("emptied"));
      case "older" -> older();
      case "older with counter" -> device.counter.putBack(older());
      case "locked" -> lock();
      case "unreadable" -> {
        see(license, counted, "day 5");
        for (Path file : files()) {
          Files.delete(file);
          Files.createDirectory(file);
        }
      }
      case "foreign" -> foreign();
      case "mixed" -> mixed();
      case "crashed" -> crash();
      case "new counter" -> {
        see(license, true, "day 3");
        see(license, true, day());
        device.counter = new CounterChip();
      }
      case "other licence" -> see(device.license(policy, from), counted, day());
      case "ran", "killed" -> run(kind.equals("ran"));
      default -> throw ClockTrial.unknown("memory", memory);
    }
  }

  private String day() {
    return memory.substring(at);
  }

  private Witness fresh() {
    return new Witness(device.clock.instant(), true);
  }

  /** Opens and closes; what is refused since it is over is seen as well. */
  private void see(License seen, boolean counting, String when) {
    device.clock.set(device.moments.of(when));
    boolean vouched = policy.memoryRequired() && !counting;
    try {
      device.open(seen, counting, vouched ? List.of(fresh()) : List.of()).close();
    } catch (BrigandineException e) {
      if (device.clock.instant().isBefore(seen.expires())) {
        throw e;
      }
    }
  }

  private void delete() throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
  }

  private void edit(boolean emptied) throws IOException {
    see(license, counted, day());
    for (Path file : files()) {
      String text = Files.readString(file);
      Files.writeString(file, emptied ? "" : Texts.flipped(text, text.lastIndexOf('.') + 1));
    }
  }

  /** Puts an earlier copy back, and returns the counter as it was then. */
  private long older() throws IOException {
    see(license, counted, day());
    final long count = device.counter.value();
    Map<Path, byte[]> copy = new LinkedHashMap<>();
    for (Path file : files()) {
      copy.put(file, Files.readAllBytes(file));
    }
    see(license, counted, "day 9");
    for (Map.Entry<Path, byte[]> file : copy.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
    return count;
  }

  /** As where the folder is read-only: root, too, cannot write to a folder as to a file. */
  private void lock() throws IOException {
    see(license, false, day());
    Path lock = device.state.resolve("memory/lock");
    Files.delete(lock);
    Files.createDirectory(lock);
  }

  private void foreign() {
    device.clock.set(device.moments.of(day()));
    try (DeviceKey other = DeviceKey.generate()) {
      device.open(license, other, counted, List.of()).close();
    }
  }

  private void mixed() throws IOException {
    see(license, false, "day 9");
    Path own = files().get(0);
    Files.delete(own);
    see(device.license(policy, from), false, day());
    Files.move(files().get(0), own);
  }

  private void crash() {
    device.counter.crashes(true);
    try {
      see(license, true, day());
      throw new IllegalStateException("the counter was not used");
    } catch (CounterChip.Stopped e) {
      device.counter.crashes(false);
    }
  }

  // A killed process closes nothing, so its watch is let go of as it is.
  private void run(boolean closes) {
    String[] parts = day().split(" for ");
    device.clock.set(device.moments.of(parts[0]));
    Watch watch = device.open(license, false, List.of());
    device.pass(ClockMoments.seconds(parts[1]));
    watch.check();
    if (closes) {
      watch.close();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(device.state.resolve("memory"))) {
      return files.filter(file -> file.toString().endsWith(".jws")).toList();
    }
  }
}
