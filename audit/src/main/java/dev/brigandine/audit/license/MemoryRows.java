package dev.brigandine.audit.license;

import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.License;
import dev.brigandine.license.VendorKey;
import dev.brigandine.runtime.OpenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a device remembers: of time, of revocations. */
final class MemoryRows {
  private MemoryRows() {}

  /** Between the days on which the clock is turned back, of a licence's 64. */
  private static final int BACK = 18;

  /**
   * @param license the only one there is; null if others can be issued
   */
  static void add(Attempts attempts, License license) {
    if (license == null || tellsTime(license)) {
      clock(attempts);
    }
    ClockPolicy plain = ClockPolicy.DEFAULT;
    ClockPolicy required = new ClockPolicy(plain.back(), true);
    attempts.add("the clock turned back and the state deleted", t -> back(t, plain, false, true));
    attempts.add(
        "the clock turned back and the state deleted, the licence requires a memory",
        t -> back(t, required, true, true));
    attempts.add(
        "the clock turned back and the state deleted, a hardware counter is used",
        t -> back(t, plain, true, true));
    attempts.add(
        "the clock turned back and an older state put back, a hardware counter is used",
        t -> back(t, plain, true, false));
    lists(attempts);
  }

  /** Not if it wants a memory, which no trial device has, or forgives all the time there is. */
  private static boolean tellsTime(License license) {
    ClockPolicy policy = license.conditions().clock();
    Duration whole = Duration.between(license.notBefore(), license.expires());
    Duration back = whole.multipliedBy(BACK).dividedBy(Thief.STEPS + 1L);
    return !policy.memoryRequired() && back.compareTo(policy.back().plusSeconds(120)) > 0;
  }

  private static void clock(Attempts attempts) {
    attempts.own(
        "the clock turned back",
        t -> {
          Path licence = t.license();
          t.enter(licence, t.at(t.later(2 + BACK)));
          return () -> t.open(licence, t.at(t.later(2)));
        });
    attempts.own(
        "the clock turned back after the end",
        t -> {
          Path licence = t.license();
          t.enter(licence, t.at(t.later(2 + BACK)));
          t.enterInVain(licence, t.at(t.end));
          return () -> t.open(licence, t.at(t.later(21)));
        });
    attempts.own(
        "the state edited",
        t -> {
          Path licence = t.license();
          t.enter(licence);
          for (Path file : t.state("memory", ".jws")) {
            Files.writeString(file, Texts.flipped(Files.readString(file), 60));
          }
          return () -> t.open(licence);
        });
  }

  /** Opens on day 1 and day 20, then does away with what was seen, and opens on day 2. */
  private static Attempts.Trial back(Thief t, ClockPolicy policy, boolean counted, boolean delete)
      throws IOException {
    Path licence = t.license(Conditions.NONE.withClock(policy));
    CounterChip chip = new CounterChip();
    t.enter(licence, at(t, t.later(1), counted, chip));
    Map<Path, byte[]> early = new LinkedHashMap<>();
    for (Path file : t.state("memory", ".jws")) {
      early.put(file, Files.readAllBytes(file));
    }
    t.enter(licence, at(t, t.later(20), counted, chip));
    for (Map.Entry<Path, byte[]> file : early.entrySet()) {
      if (delete) {
        Files.delete(file.getKey());
      } else {
        Files.write(file.getKey(), file.getValue());
      }
    }
    // The counter vouches for the first use where a memory is required; then the memory alone
    // is to refuse.
    boolean still = counted && !policy.memoryRequired();
    return () -> t.open(licence, at(t, t.later(2), still, chip));
  }

  private static OpenOptions at(Thief t, Instant now, boolean counted, CounterChip chip) {
    return counted ? t.at(now).hardwareCounter(chip) : t.at(now);
  }

  private static void lists(Attempts attempts) {
    attempts.add(
        "a licence revoked",
        t -> {
          Path licence = t.license();
          return revoked(t, licence, License.load(licence).id(), false);
        });
    attempts.add(
        "a licence on a device revoked",
        t -> revoked(t, t.license(), t.holder.device.thumbprint(), false));
    attempts.add(
        "a licence revoked, the list no longer given",
        t -> revoked(t, t.license(), t.holder.device.thumbprint(), true));
    attempts.add(
        "a licence revoked, the list no longer given and all of the state deleted",
        "opens",
        t -> {
          Path licence = t.license();
          Attempts.Trial trial = revoked(t, licence, License.load(licence).id(), true);
          Folders.delete(t.state());
          return trial;
        });
    attempts.add(
        "an older revocation list in the newer one's place",
        t -> {
          Path licence = t.license();
          t.enter(licence, t.with(t.list(t.vendor(), 1)));
          t.enterInVain(licence, t.with(t.list(t.vendor(), 2, License.load(licence).id())));
          return () -> t.open(licence, t.with(t.list(t.vendor(), 1)));
        });
    attempts.own(
        "a revocation list by a stranger",
        t -> {
          Path licence = t.license();
          t.enter(licence);
          return () -> t.open(licence, t.with(t.list(VendorKey.generate(), 2)));
        });
    attempts.add(
        "a revocation list edited",
        t -> {
          Path licence = t.license();
          Path list = t.list(t.vendor(), 1);
          t.enter(licence, t.with(list));
          String jwt = Files.readString(list);
          int claims = jwt.indexOf('.') + 60;
          return () -> t.open(licence, t.with(t.file(Texts.flipped(jwt, claims))));
        });
    attempts.add(
        "the remembered revocation list deleted",
        t -> {
          Path licence = t.license();
          t.enter(licence, t.with(t.list(t.vendor(), 1)));
          Files.delete(t.state("memory", ".jwt").get(0));
          return () -> t.open(licence);
        });
  }

  private static Attempts.Trial revoked(Thief t, Path licence, String id, boolean withheld) {
    t.enter(licence, t.with(t.list(t.vendor(), 1)));
    Path list = t.list(t.vendor(), 2, id);
    if (withheld) {
      t.enterInVain(licence, t.with(list));
      return () -> t.open(licence);
    }
    return () -> t.open(licence, t.with(list));
  }
}
