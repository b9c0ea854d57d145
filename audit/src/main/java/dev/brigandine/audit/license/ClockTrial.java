package dev.brigandine.audit.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Lease;
import dev.brigandine.license.License;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.clock.Watch;
import dev.brigandine.license.clock.Witness;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** One row of the table of clocks, carried out. A word that it does not know is an error. */
final class ClockTrial {
  private static final String PROOF = "P".repeat(21) + "A";
  private static final String OTHER_PROOF = "Q".repeat(21) + "A";
  private static final ZoneId ELSEWHERE = ZoneId.of("Australia/Lord_Howe");

  private final ClockRow row;
  private final ClockDevice device;

  ClockTrial(ClockRow row, ClockDevice device) {
    this.row = row;
    this.device = device;
  }

  /** In the table's words; a time that is not the documented one is told as it is. */
  String outcome() throws IOException {
    ClockPolicy policy = policy();
    long from = row.licence().equals("from issue") ? 0 : 1;
    License license = device.license(policy, from);
    boolean counted = row.witness().contains("counter");
    new ClockPast(row.memory(), device, license, policy, from, counted).bringAbout();
    String[] steps = row.clock().split(", ");
    set(steps[0]);
    Instant time;
    try (Watch watch = device.open(license, counted, witnesses(license, policy, from))) {
      for (int i = 1; i < steps.length; i++) {
        step(steps[i], watch);
        watch.now();
      }
      watch.check();
      time = watch.now();
      device.take(license, time);
    } catch (BrigandineException e) {
      return e.code().id();
    }
    boolean asSaid =
        row.opens()
            && device.moments.of(row.outcome().substring(ClockRow.OPENS.length())).equals(time);
    return asSaid ? row.outcome() : ClockRow.OPENS + time;
  }

  private ClockPolicy policy() {
    return switch (row.licence()) {
      case "plain", "from issue" -> ClockPolicy.DEFAULT;
      case "required" -> new ClockPolicy(ClockPolicy.DEFAULT.back(), true);
      case "back 0 s" -> new ClockPolicy(Duration.ZERO, false);
      case "back 1 d" -> new ClockPolicy(Duration.ofDays(1), false);
      default -> throw unknown("licence", row.licence());
    };
  }

  private void set(String moment) {
    if (ClockMoments.elsewhere(moment)) {
      device.clock.carryTo(ELSEWHERE);
    }
    device.clock.set(device.moments.of(moment));
  }

  private void step(String text, Watch watch) {
    String[] words = text.split(" ", 2);
    switch (words[0]) {
      case "clock" -> set(words[1]);
      case "tick" -> device.pass(ClockMoments.seconds(words[1]));
      case "fresh" -> watch.hear(new Witness(device.moments.of(words[1]), true));
      case "old" -> watch.hear(new Witness(device.moments.of(words[1]), false));
      default -> throw unknown("step", text);
    }
  }

  private List<Witness> witnesses(License license, ClockPolicy policy, long from) {
    List<Witness> witnesses = new ArrayList<>();
    for (String one : row.witness().split(" and ")) {
      int at = one.indexOf("day");
      String kind = at < 0 ? one : one.substring(0, at - 1);
      Instant time = at < 0 ? null : device.moments.of(one.substring(at));
      switch (kind) {
        case "none", "counter" -> {}
        case "broken counter" -> device.counter.breaks();
        case "fresh" -> witnesses.add(lease(license, license, time, PROOF));
        case "old" -> witnesses.add(lease(license, license, time, OTHER_PROOF));
        case "foreign lease" -> {
          try (DeviceKey other = DeviceKey.generate()) {
            witnesses.add(lease(license, device.license(policy, from, other), time, PROOF));
          }
        }
        case "mixed lease" ->
            witnesses.add(lease(license, device.license(policy, from), time, PROOF));
        case "list" -> witnesses.add(list(time));
        default -> throw unknown("witness", one);
      }
    }
    return witnesses;
  }

  /** Signed and read again, as it comes from a server, and held against the licence. */
  private Witness lease(License license, License lentTo, Instant time, String proof) {
    Lease made =
        new Lease(
            device.vendor().signer(),
            "L".repeat(21) + "A",
            ClockDevice.ENTITLEMENT,
            lentTo.id(),
            lentTo.device(),
            "I".repeat(21) + "A",
            1,
            1,
            time,
            time.plusSeconds(60),
            proof,
            OptionalLong.empty());
    Lease read = Lease.parse(made.sign(device.vendor().signing()), null);
    read.check(license);
    return Witness.of(read, PROOF);
  }

  private Witness list(Instant time) {
    SignerId signer = device.vendor().signer();
    Revocations list = new Revocations(signer, 1, time, time.plusSeconds(60), Set.of());
    return Witness.of(Revocations.parse(list.sign(device.vendor().signing()), null));
  }

  static IllegalStateException unknown(String what, String word) {
    return new IllegalStateException("the table of clocks has an unknown " + what + ": " + word);
  }
}
