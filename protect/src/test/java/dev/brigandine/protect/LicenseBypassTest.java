package dev.brigandine.protect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.LeaseTerms;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.MachineBinding;
import dev.brigandine.license.Rate;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.machine.Fingerprint;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.Elsewhere;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table "What is refused" of {@code docs/licensing.md}, on a real bundle: each attempt begins
 * with the honest way, which opens, and ends as the table says.
 */
class LicenseBypassTest {
  private static final Path DOC = Path.of("..", "docs", "licensing.md");

  @TempDir Path folder;
  private final Map<String, Attempt> attempts = new LinkedHashMap<>();

  /** Does the honest thing, and returns the other one, still to be tried. */
  private interface Attempt {
    Trial of(Thief thief) throws Exception;
  }

  private interface Trial {
    void run() throws Exception;
  }

  /** Attempt and outcome, from the page. */
  private static Map<String, String> rows() throws Exception {
    List<String> lines = Files.readAllLines(DOC);
    Map<String, String> rows = new LinkedHashMap<>();
    lines.subList(lines.indexOf("## What is refused"), lines.size()).stream()
        .dropWhile(line -> !line.startsWith("| attempt |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split("\\|"))
        .forEach(cells -> rows.put(cells[1].strip(), cells[2].strip().replace("`", "")));
    return rows;
  }

  @TestFactory
  List<DynamicTest> everyRow() throws Exception {
    licences();
    memory();
    lists();
    conditions();
    leases();
    delegations();
    List<DynamicTest> tests = new ArrayList<>();
    for (Map.Entry<String, String> row : rows().entrySet()) {
      Attempt attempt = attempts.remove(row.getKey());
      tests.add(
          DynamicTest.dynamicTest(
              row.getKey(),
              () -> {
                assertThat(attempt).as("an attempt of that name").isNotNull();
                Path own = folder.resolve(row.getKey().replaceAll("\\W", "-"));
                Trial trial = attempt.of(new Thief(own));
                assertThat(outcome(trial)).isEqualTo(row.getValue());
              }));
    }
    Set<String> untold = new TreeSet<>(attempts.keySet());
    tests.add(DynamicTest.dynamicTest("no attempt is untold", () -> assertThat(untold).isEmpty()));
    return tests;
  }

  private static String outcome(Trial trial) throws Exception {
    try {
      trial.run();
      return "opens";
    } catch (BrigandineException e) {
      return e.code().id();
    }
  }

  @Test
  void theTableHasRefusalsOfEverySort() throws Exception {
    assertThat(rows().values())
        .contains(
            "opens",
            "bad-signature",
            "no-key-fits",
            "tampered",
            "rollback",
            "license-expired",
            "rate-limited",
            "wrong-machine",
            "clock-turned-back",
            "no-free-lease",
            "revoked",
            "isolation-required");
  }

  private static String flipped(String text, int at) {
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  private void licences() {
    attempts.put(
        "a licence edited",
        t -> {
          Path licence = t.license();
          t.open(licence);
          String jwt = Files.readString(licence);
          return () -> t.open(t.file(flipped(jwt, jwt.indexOf('.') + 60)));
        });
    attempts.put(
        "a licence signed again with a key of one's own",
        t -> {
          Path licence = t.license();
          t.open(licence);
          String jwt = Files.readString(licence);
          VendorKey own = VendorKey.generate();
          String from = t.world.vendor.signer().thumbprint();
          String forged = Thief.forged(jwt, from, own.signer().thumbprint(), own.signing(), null);
          return () -> t.open(t.file(forged));
        });
    attempts.put(
        "a licence for another bundle",
        t -> {
          Path other = t.world.license(t.protect(2));
          t.open(t.license());
          return () -> t.open(other);
        });
    attempts.put(
        "a licence and its bundle on a device with another key",
        t -> {
          Path licence = t.license();
          t.open(licence);
          return () -> t.open(licence, DeviceKey.generate(), t.world.options());
        });
    attempts.put(
        "a licence, its bundle and a copy of the key file on another machine",
        t -> {
          Path licence = t.license();
          t.open(licence);
          Path copy = t.world.folder.resolve("copy.key");
          t.world.device.save(copy, null);
          OpenOptions there = t.world.options().stateFolder(t.world.folder.resolve("there"));
          return () -> t.open(licence, DeviceKey.load(copy), there);
        });
    attempts.put(
        "the same, and the licence is bound to the machine",
        t -> {
          Path home = machine(t, "home");
          Path other = machine(t, "other");
          Map<String, List<String>> traits =
              Fingerprint.of(Elsewhere.at(home), t.world.device.thumbprint()).hashes();
          Path licence =
              t.license(
                  Conditions.NONE.withMachine(
                      new MachineBinding(MachineBinding.Match.MOST, traits)));
          t.open(licence, Elsewhere.options(t.world.options(), home));
          return () -> t.open(licence, Elsewhere.options(t.world.options(), other));
        });
    attempts.put(
        "a licence after its end",
        t -> {
          Path licence = t.license();
          t.open(licence);
          return () -> t.open(licence, World.END);
        });
    attempts.put(
        "a licence before its start",
        t -> {
          LicenseTerms terms = LicenseTerms.expiring(World.END).notBefore(Thief.later(2)).build();
          Path licence = t.world.license(t.bundle, terms);
          t.open(t.world.license(t.bundle, terms), Thief.later(2));
          return () -> t.open(licence, Thief.later(1));
        });
    attempts.put(
        "a licence whose runs are used",
        t -> {
          LicenseTerms terms = LicenseTerms.expiring(World.END).runs(2).build();
          Path licence = t.world.license(t.bundle, terms);
          t.open(licence);
          t.open(licence);
          return () -> t.open(licence);
        });
    attempts.put(
        "a licence whose runs are used, and the count deleted",
        t -> {
          LicenseTerms terms = LicenseTerms.expiring(World.END).runs(1).build();
          Path licence = t.world.license(t.bundle, terms);
          t.open(licence);
          try (var files = Files.list(t.world.folder.resolve("state/runs"))) {
            for (Path file : files.toList()) {
              Files.delete(file);
            }
          }
          return () -> t.open(licence);
        });
  }

  /** The files of a Linux machine that tell it from others. */
  private static Path machine(Thief t, String name) throws Exception {
    Path root = t.world.folder.resolve(name);
    String id = name.equals("home") ? "0123456789abcdef" : "fedcba9876543210";
    write(root.resolve("etc/machine-id"), id + id);
    write(
        root.resolve("sys/class/dmi/id/product_uuid"),
        "4c4c4544-0042-4a10-8035-" + id.substring(4));
    write(root.resolve("sys/class/dmi/id/board_serial"), "/BRD" + id);
    return root;
  }

  private static void write(Path file, String text) throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text + "\n");
  }

  private void memory() {
    attempts.put(
        "the clock turned back",
        t -> {
          Path licence = t.license();
          t.open(licence, Thief.later(20));
          return () -> t.open(licence, Thief.later(2));
        });
    attempts.put(
        "the clock turned back after the end",
        t -> {
          Path licence = t.license();
          t.open(licence, Thief.later(20));
          outcome(() -> t.open(licence, World.END));
          return () -> t.open(licence, Thief.later(21));
        });
    attempts.put(
        "the clock turned back and the state deleted",
        t -> back(t, ClockPolicy.DEFAULT, false, true));
    attempts.put(
        "the clock turned back and the state deleted, the licence requires a memory",
        t -> back(t, new ClockPolicy(Duration.ofSeconds(300), true), true, true));
    attempts.put(
        "the clock turned back and the state deleted, a hardware counter is used",
        t -> back(t, ClockPolicy.DEFAULT, true, true));
    attempts.put(
        "the clock turned back and an older state put back, a hardware counter is used",
        t -> back(t, ClockPolicy.DEFAULT, true, false));
    attempts.put(
        "the state edited",
        t -> {
          Path licence = t.license();
          t.open(licence);
          try (var files = t.memory(".jws")) {
            for (Path file : files.toList()) {
              Files.writeString(file, flipped(Files.readString(file), 60));
            }
          }
          return () -> t.open(licence);
        });
  }

  /** Opens on day 1 and day 20, then does away with what was seen, and opens on day 2. */
  private static Trial back(Thief t, ClockPolicy policy, boolean counter, boolean delete)
      throws Exception {
    Path licence = t.license(Conditions.NONE.withClock(policy));
    Thief.Counter hardware = new Thief.Counter();
    t.open(licence, at(t, Thief.later(1), counter, hardware));
    Map<Path, byte[]> early = new LinkedHashMap<>();
    try (var files = t.memory(".jws")) {
      for (Path file : files.toList()) {
        early.put(file, Files.readAllBytes(file));
      }
    }
    t.open(licence, at(t, Thief.later(20), counter, hardware));
    for (Map.Entry<Path, byte[]> file : early.entrySet()) {
      if (delete) {
        Files.delete(file.getKey());
      } else {
        Files.write(file.getKey(), file.getValue());
      }
    }
    return () -> t.open(licence, at(t, Thief.later(2), counter, hardware));
  }

  private static OpenOptions at(Thief t, Instant now, boolean counter, Thief.Counter hardware) {
    return counter ? t.at(now).hardwareCounter(hardware) : t.at(now);
  }

  private void lists() {
    attempts.put("a licence revoked", t -> revoked(t, License.load(t.license()).id(), false));
    attempts.put(
        "a licence on a device revoked", t -> revoked(t, t.world.device.thumbprint(), false));
    attempts.put(
        "a licence revoked, the list no longer given",
        t -> revoked(t, t.world.device.thumbprint(), true));
    attempts.put(
        "an older revocation list in the newer one's place",
        t -> {
          Path licence = t.license();
          t.open(licence, t.with(t.list(t.world.vendor, 1)));
          Path newer = t.list(t.world.vendor, 2, License.load(licence).id());
          outcome(() -> t.open(licence, t.with(newer)));
          return () -> t.open(licence, t.with(t.list(t.world.vendor, 1)));
        });
    attempts.put(
        "a revocation list by a stranger",
        t -> {
          Path licence = t.license();
          t.open(licence, t.with(t.list(t.world.vendor, 1)));
          return () -> t.open(licence, t.with(t.list(VendorKey.generate(), 2)));
        });
    attempts.put(
        "a revocation list edited",
        t -> {
          Path licence = t.license();
          Path list = t.list(t.world.vendor, 1);
          t.open(licence, t.with(list));
          String jwt = Files.readString(list);
          return () -> t.open(licence, t.with(t.file(flipped(jwt, jwt.indexOf('.') + 60))));
        });
    attempts.put(
        "the remembered revocation list deleted",
        t -> {
          Path licence = t.license();
          t.open(licence, t.with(t.list(t.world.vendor, 1)));
          try (var files = t.memory(".jwt")) {
            Files.delete(files.findFirst().orElseThrow());
          }
          return () -> t.open(licence);
        });
  }

  private static Trial revoked(Thief t, String id, boolean withheld) throws Exception {
    Path licence = t.license();
    // The first licence's id, where that is what is revoked.
    Path file = id.length() == 22 ? t.world.folder.resolve("licence0.jwt") : licence;
    t.open(file, t.with(t.list(t.world.vendor, 1)));
    Path list = t.list(t.world.vendor, 2, id);
    if (withheld) {
      outcome(() -> t.open(file, t.with(list)));
      return () -> t.open(file);
    }
    return () -> t.open(file, t.with(list));
  }

  private void conditions() {
    attempts.put(
        "an older version of the model than the licence asks",
        t -> {
          Conditions two = Conditions.NONE.withMinimumVersion(2);
          Path newer = t.protect(2);
          try (ProtectedModel open =
              t.world.open(newer, t.world.license(newer, Thief.terms(two)))) {
            t.run(open);
          }
          Path old = t.license(two);
          return () -> t.open(old);
        });
    attempts.put(
        "an older version and its old licence, after a licence asked for a newer one",
        t -> {
          Path old = t.license();
          t.open(old);
          Path newer = t.protect(2);
          Path licence = t.world.license(newer, Thief.terms(Conditions.NONE.withMinimumVersion(2)));
          t.world.open(newer, licence).close();
          return () -> t.open(old);
        });
    attempts.put(
        "an older version beside a newer one, when no licence asks",
        t -> {
          Path newer = t.protect(2);
          t.world.open(newer, t.world.license(newer)).close();
          return () -> t.open(t.license());
        });
    attempts.put(
        "in this process, when the licence asks for a vault",
        t -> {
          t.open(t.license());
          return () -> t.open(t.license(Conditions.NONE.withIsolation(Isolation.VAULT)));
        });
    attempts.put(
        "more runs in a time than the licence grants",
        t -> {
          Rate rate = new Rate(2, Duration.ofDays(1));
          Path licence = t.license(Conditions.NONE.withRate(rate));
          ProtectedModel open =
              Brigandine.open(t.bundle, licence, t.world.device, t.world.options());
          t.run(open);
          t.run(open);
          return () -> {
            try (open) {
              t.run(open);
            }
          };
        });
  }

  private static Conditions floating() {
    return Conditions.NONE
        .withEntitlement(Thief.ENTITLEMENT)
        .withLease(new LeaseTerms(Duration.ofSeconds(60), Duration.ofSeconds(600)));
  }

  private interface Stolen {
    String lease(Thief thief, License license) throws Exception;
  }

  private static Attempt lease(Stolen stolen) {
    return t -> {
      Path licence = t.license(floating());
      License read = License.load(licence);
      t.open(licence, t.lease(t.world.vendor, read, read.device()));
      return () -> {
        String lease = stolen.lease(t, read);
        if (lease == null) {
          t.open(licence);
        } else {
          t.open(licence, lease);
        }
      };
    };
  }

  private void leases() {
    attempts.put("a floating licence without a lease", lease((t, license) -> null));
    attempts.put(
        "a lease lent to another device",
        lease((t, license) -> t.lease(t.world.vendor, license, DeviceKey.generate().thumbprint())));
    attempts.put(
        "a lease lent for another licence",
        lease(
            (t, license) ->
                t.lease(t.world.vendor, License.load(t.license(floating())), license.device())));
    attempts.put(
        "a lease by a stranger",
        lease((t, license) -> t.lease(VendorKey.generate(), license, license.device())));
  }

  private static Path honest(Thief t) throws Exception {
    Path served = t.file(t.served(t.delegation(t.world.vendor, t.bundle)));
    t.open(served);
    return served;
  }

  private void delegations() {
    attempts.put(
        "a server's licence that lasts longer than its right",
        t -> {
          honest(t);
          License right = t.delegation(t.world.vendor, t.bundle);
          String end = "\"exp\":" + World.END.getEpochSecond();
          String longer = "\"exp\":" + World.END.plusSeconds(1).getEpochSecond();
          String forged =
              Thief.forged(t.served(right), end, longer, t.server.signing(), right.jwt());
          return () -> t.open(t.file(forged));
        });
    attempts.put(
        "a server's licence for a bundle that it has no right to",
        t -> {
          honest(t);
          Path other = t.protect(2);
          License right = t.delegation(t.world.vendor, t.bundle);
          String id = License.load(t.world.license(other)).bundles().get(0);
          String forged =
              Thief.forged(
                  t.served(right), right.bundles().get(0), id, t.server.signing(), right.jwt());
          return () -> t.world.open(other, t.file(forged)).close();
        });
    attempts.put(
        "a server's licence signed with a key that has no right",
        t -> {
          honest(t);
          License right = t.delegation(t.world.vendor, t.bundle);
          VendorKey other = VendorKey.generate();
          String own = t.server.signer().thumbprint();
          String forged =
              Thief.forged(
                  t.served(right), own, other.signer().thumbprint(), other.signing(), right.jwt());
          return () -> t.open(t.file(forged));
        });
    attempts.put(
        "a server's licence by the right of another vendor",
        t -> {
          honest(t);
          Thief stranger = new Thief(t.world.folder.resolve("stranger"));
          // The stranger delegates a bundle of his own to the same server.
          Path foreign = t.world.folder.resolve("foreign.jwt");
          License right = delegate(stranger, t);
          Files.writeString(foreign, t.served(right));
          return () -> t.open(foreign);
        });
    attempts.put(
        "a right passed on more often than a server and a relay",
        t -> {
          License right = t.delegation(t.world.vendor, t.bundle);
          VendorKey relay = VendorKey.generate();
          License relayed =
              License.parse(
                  LicenseIssuer.delegate(
                      t.server, right, relay.publicKey(), 2, Thief.terms(), World.NOW));
          String issued =
              LicenseIssuer.issue(
                  relay, relayed, t.world.device.publicKey(), Thief.terms(), World.NOW);
          t.open(t.file(issued));
          String own = relay.signer().thumbprint();
          VendorKey third = VendorKey.generate();
          String forged =
              Thief.forged(issued, own, third.signer().thumbprint(), third.signing(), issued);
          return () -> t.open(t.file(forged));
        });
  }

  private static License delegate(Thief stranger, Thief to) {
    try (var open = Bundle.open(stranger.bundle)) {
      return License.parse(
          LicenseIssuer.delegate(
              stranger.world.vendor,
              open.manifest(),
              open.signer(),
              to.server.publicKey(),
              false,
              Thief.terms(),
              World.NOW));
    }
  }
}
