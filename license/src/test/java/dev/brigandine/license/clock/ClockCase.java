package dev.brigandine.license.clock;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Lease;
import dev.brigandine.license.License;
import dev.brigandine.license.Revocations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One row of the table of clocks, done with real files. A word that it does not know fails. */
record ClockCase(
    String name,
    String memory,
    String clock,
    String witness,
    String licence,
    String outcome,
    String holds) {
  private static final Pattern DAY =
      Pattern.compile("day (\\d+)(?: ([+-]) (\\d+) (s|min|h|d))?( in another zone)?");
  private static final String PROOF = "P".repeat(21) + "A";
  private static final String OTHER_PROOF = "Q".repeat(21) + "A";

  static ClockCase of(String row) {
    String[] cells = row.substring(1, row.length() - 1).split("\\|");
    if (cells.length != 7) {
      throw new AssertionError("not seven cells: " + row);
    }
    for (int i = 0; i < 7; i++) {
      cells[i] = cells[i].strip();
    }
    return new ClockCase(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]);
  }

  /** What the row is made of, to tell that the table has every kind. */
  Set<String> kinds() {
    Set<String> kinds = new TreeSet<>();
    kinds.add("memory " + memory.replaceAll(" ?day.*", ""));
    for (String word : witness.split(" and ")) {
      kinds.add("witness " + word.replaceAll(" day.*", ""));
    }
    for (String step : clock.split(", ")) {
      kinds.add("clock " + step.replaceAll(" .*", ""));
    }
    kinds.add("licence " + licence.replaceAll(" \\d.*", ""));
    kinds.add("outcome " + outcome.replaceAll(" .*", ""));
    kinds.add("holds " + holds);
    return kinds;
  }

  /** {@code opens at …} or the id of the refusal. */
  String outcome(Path state) throws IOException {
    ClockWorld world = new ClockWorld(state);
    License license = ClockWorld.license(policy(), from());
    boolean counted = witness.contains("counter");
    remember(world, license, counted);
    String[] steps = clock.split(", ");
    world.now = moment(steps[0], world);
    try (Watch watch = world.open(license, counted, witnesses(world, license))) {
      for (int i = 1; i < steps.length; i++) {
        step(steps[i], world, watch);
        watch.now();
      }
      watch.check();
      return "opens at " + watch.now();
    } catch (BrigandineException e) {
      return e.code().id();
    }
  }

  String expected() {
    return outcome.startsWith("opens at ")
        ? "opens at " + moment(outcome.substring("opens at ".length()), null)
        : outcome;
  }

  private ClockPolicy policy() {
    return switch (licence) {
      case "plain", "from issue" -> ClockPolicy.DEFAULT;
      case "required" -> new ClockPolicy(Duration.ofSeconds(300), true);
      case "back 0 s" -> new ClockPolicy(Duration.ZERO, false);
      case "back 1 d" -> new ClockPolicy(Duration.ofDays(1), false);
      default -> throw new AssertionError("unknown licence: " + licence);
    };
  }

  private Instant from() {
    return ClockWorld.day(licence.equals("from issue") ? 0 : 1);
  }

  private static Instant moment(String text, ClockWorld world) {
    String fixed = text.replace("start", "day 1").replace("end", "day 31");
    if (fixed.equals("1970")) {
      return Instant.EPOCH;
    }
    if (fixed.equals("2099")) {
      return Instant.parse("2099-01-01T00:00:00Z");
    }
    Matcher day = DAY.matcher(fixed);
    if (!day.matches()) {
      throw new AssertionError("unknown moment: " + text);
    }
    if (day.group(5) != null) {
      world.withZone(ZoneId.of("Australia/Lord_Howe"));
    }
    long more = day.group(2) == null ? 0 : seconds(day.group(3), day.group(4));
    return ClockWorld.day(Long.parseLong(day.group(1)))
        .plusSeconds("-".equals(day.group(2)) ? -more : more);
  }

  private static long seconds(String number, String unit) {
    long one =
        switch (unit) {
          case "s" -> 1;
          case "min" -> 60;
          case "h" -> 3600;
          case "d" -> 86_400;
          default -> throw new AssertionError("unknown unit: " + unit);
        };
    return one * Long.parseLong(number);
  }

  private static void step(String text, ClockWorld world, Watch watch) {
    String[] words = text.split(" ", 2);
    switch (words[0]) {
      case "clock" -> world.now = moment(words[1], world);
      case "tick" -> {
        String[] time = words[1].split(" ");
        world.pass(seconds(time[0], time[1]));
      }
      case "fresh" -> watch.hear(new Witness(moment(words[1], world), true));
      case "old" -> watch.hear(new Witness(moment(words[1], world), false));
      default -> throw new AssertionError("unknown step: " + text);
    }
  }

  private List<Witness> witnesses(ClockWorld world, License license) {
    List<Witness> witnesses = new ArrayList<>();
    for (String one : witness.split(" and ")) {
      int at = one.indexOf("day");
      String kind = at < 0 ? one : one.substring(0, at - 1);
      Instant time = at < 0 ? null : moment(one.substring(at), world);
      switch (kind) {
        case "none", "counter" -> {}
        case "broken counter" -> world.counter.broken = true;
        case "fresh" -> witnesses.add(lease(license, license, time, PROOF));
        case "old" -> witnesses.add(lease(license, license, time, OTHER_PROOF));
        case "foreign lease" -> {
          License other = ClockWorld.license(policy(), from(), DeviceKey.generate());
          witnesses.add(lease(license, other, time, PROOF));
        }
        case "mixed lease" ->
            witnesses.add(lease(license, ClockWorld.license(policy(), from()), time, PROOF));
        case "list" -> witnesses.add(list(time));
        default -> throw new AssertionError("unknown witness: " + one);
      }
    }
    return witnesses;
  }

  /** Signed and read again, as it comes from a server. */
  private static Witness lease(License license, License lentTo, Instant time, String proof) {
    SignerId signer = ClockWorld.vendor().signer();
    Lease made =
        new Lease(
            signer,
            "L".repeat(21) + "A",
            ClockWorld.ENTITLEMENT,
            lentTo.id(),
            lentTo.device(),
            "I".repeat(21) + "A",
            1,
            1,
            time,
            time.plusSeconds(60),
            proof,
            OptionalLong.empty());
    Lease read = Lease.parse(made.sign(ClockWorld.vendor().signing()), null);
    read.check(license);
    return Witness.of(read, PROOF);
  }

  private static Witness list(Instant time) {
    Revocations list =
        new Revocations(ClockWorld.vendor().signer(), 1, time, time.plusSeconds(60), Set.of());
    return Witness.of(Revocations.parse(list.sign(ClockWorld.vendor().signing()), null));
  }

  private void remember(ClockWorld world, License license, boolean counted) throws IOException {
    if (memory.equals("none")) {
      return;
    }
    if (memory.equals("no folder")) {
      Files.writeString(world.state, "not a folder");
      return;
    }
    int at = memory.indexOf("day");
    String kind = at < 0 ? memory : at == 0 ? "seen" : memory.substring(0, at - 1);
    switch (kind) {
      case "seen" -> see(world, license, counted, memory);
      case "end", "2099" -> see(world, license, counted, kind);
      case "2099, then fresh" -> {
        see(world, license, counted, "2099");
        world.now = moment(memory.substring(at), world);
        world.open(license, counted, List.of(new Witness(world.now, true))).close();
      }
      case "deleted" -> {
        see(world, license, counted, memory.substring(at));
        for (Path file : files(world)) {
          Files.delete(file);
        }
      }
      case "edited", "emptied" -> {
        see(world, license, counted, memory.substring(at));
        for (Path file : files(world)) {
          String text = Files.readString(file);
          int tag = text.lastIndexOf('.') + 1;
          char other = text.charAt(tag) == 'A' ? 'B' : 'A';
          Files.writeString(
              file,
              kind.equals("emptied")
                  ? ""
                  : text.substring(0, tag) + other + text.substring(tag + 1));
        }
      }
      case "older", "older with counter" -> older(world, license, counted, at);
      case "locked" -> {
        see(world, license, false, memory.substring(at));
        Files.delete(world.state.resolve("memory/lock"));
        Files.createDirectory(world.state.resolve("memory/lock"));
      }
      case "unreadable" -> {
        see(world, license, counted, "day 5");
        for (Path file : files(world)) {
          Files.delete(file);
          Files.createDirectory(file);
        }
      }
      case "foreign" -> {
        world.now = moment(memory.substring(at), world);
        world.open(license, DeviceKey.generate(), counted, List.of()).close();
      }
      case "mixed" -> mixed(world, license, at);
      case "crashed" -> {
        world.counter.crashes = true;
        try {
          see(world, license, true, memory.substring(at));
          throw new AssertionError("it did not crash");
        } catch (IllegalStateException e) {
          world.counter.crashes = false;
        }
      }
      case "new counter" -> {
        see(world, license, true, "day 3");
        see(world, license, true, memory.substring(at));
        world.counter = new ClockWorld.Counter();
      }
      case "other licence" ->
          see(world, ClockWorld.license(policy(), from()), counted, memory.substring(at));
      case "ran", "killed" -> run(world, license, kind, at);
      default -> throw new AssertionError("unknown memory: " + memory);
    }
  }

  /** Opens and closes; what is refused is seen as well. */
  private void see(ClockWorld world, License license, boolean counted, String when) {
    world.now = moment(when, world);
    boolean vouched = policy().memoryRequired() && !counted;
    List<Witness> by = vouched ? List.of(new Witness(world.now, true)) : List.of();
    try {
      world.open(license, counted, by).close();
    } catch (BrigandineException e) {
      if (world.now.isBefore(license.expires())) {
        throw e;
      }
    }
  }

  private void older(ClockWorld world, License license, boolean counted, int at)
      throws IOException {
    see(world, license, counted, memory.substring(at));
    final long count = world.counter.value;
    Map<Path, byte[]> copy = new HashMap<>();
    for (Path file : files(world)) {
      copy.put(file, Files.readAllBytes(file));
    }
    see(world, license, counted, "day 9");
    for (Map.Entry<Path, byte[]> file : copy.entrySet()) {
      Files.write(file.getKey(), file.getValue());
    }
    if (memory.contains("with counter")) {
      world.counter.value = count;
    }
  }

  private void mixed(ClockWorld world, License license, int at) throws IOException {
    see(world, license, false, "day 9");
    Path own = files(world).get(0);
    Files.delete(own);
    see(world, ClockWorld.license(policy(), from()), false, memory.substring(at));
    Files.move(files(world).get(0), own);
  }

  private void run(ClockWorld world, License license, String kind, int at) {
    String[] parts = memory.substring(at).split(" for ");
    world.now = moment(parts[0], world);
    Watch watch = world.open(license, false, List.of());
    String[] time = parts[1].split(" ");
    world.pass(seconds(time[0], time[1]));
    watch.check();
    if (kind.equals("ran")) {
      watch.close();
    }
  }

  private static List<Path> files(ClockWorld world) throws IOException {
    try (Stream<Path> files = Files.list(world.state.resolve("memory"))) {
      return files.filter(file -> file.toString().endsWith(".jws")).toList();
    }
  }
}
