package dev.brigandine.licenseserver.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Terms;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server killed (SIGKILL) at random points, over and over, on one database: what it had answered
 * is so, and nothing else. {@code -Dbrigandine.rounds=1000} for 500 rounds on each database.
 */
@Tag("load")
class KillLoopTest {
  private static final int ROUNDS = Integer.getInteger("brigandine.rounds", 40);
  private static final int CLIENTS = 8;
  private static final int SEATS = 3;

  @TempDir Path folder;
  private final Map<Integer, String[]> last = new HashMap<>();
  private final Set<Long> fences = new HashSet<>();
  private long topFence;

  @Test
  void sqlite() throws Exception {
    loop("sqlite:" + folder.resolve("k.db"), Math.max(1, ROUNDS / 2));
  }

  @Test
  void postgres() throws Exception {
    loop(Servers.postgres(), Math.max(1, ROUNDS / 2));
  }

  private void loop(String address, int rounds) throws Exception {
    long seed = Long.getLong("brigandine.seed", 20261124L);
    System.out.println("kill loop: -Dbrigandine.seed=" + seed);
    Random random = new Random(seed);
    List<String> licences = new ArrayList<>();
    try (LicenseServices server = Servers.open(address, Clock.systemUTC(), "a")) {
      Shop shop = new Shop(server, Instant.now());
      Entitlement sold =
          shop.sell(
              Terms.floating(SEATS, shop.now.minusSeconds(5), shop.later())
                  .lease(80_000, 80_000)
                  .build());
      for (int i = 0; i < CLIENTS; i++) {
        licences.add(shop.activate(sold, i));
      }
    }
    int granted = 0;
    for (int round = 1; round <= rounds; round++) {
      granted += kill(address, round, licences, random);
      check(address, round);
    }
    assertThat(granted).isGreaterThan(rounds);
  }

  private int kill(String address, int round, List<String> licences, Random random)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(KilledServer.class.getName(), address, Integer.toString(round)));
    command.addAll(licences);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    int granted = 0;
    long floor = topFence;
    // When it is killed is told by what it said, so that a slow machine gets as far as a fast one.
    int lines = 1 + random.nextInt(300);
    try (BufferedReader said = process.inputReader()) {
      String line;
      while ((line = said.readLine()) != null) {
        if (--lines == 0) {
          // Not by the process itself, which would close what it said unread.
          process.toHandle().destroyForcibly();
        }
        String[] words = line.split(" ");
        if (words.length < 2) {
          continue;
        }
        assertThat(words[0]).as(line).isNotEqualTo("E");
        last.put(Integer.parseInt(words[1]), words);
        if (words[0].equals("G")) {
          granted++;
          long fence = Long.parseLong(words[2]);
          assertThat(fences.add(fence)).as("fence %d given twice", fence).isTrue();
          assertThat(fence).as("fences of a later round").isGreaterThan(floor);
          topFence = Math.max(topFence, fence);
        }
      }
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return granted;
  }

  private void check(String address, int round) {
    try (LicenseServices server = Servers.open(address, Clock.systemUTC(), "v" + round)) {
      List<OpenLease> open =
          server.leasing().list(Actor.SYSTEM, Optional.empty(), PageRequest.FIRST).items();
      assertThat(open).hasSizeLessThanOrEqualTo(SEATS);
      assertThat(open.stream().map(OpenLease::seat)).doesNotHaveDuplicates();
      last.forEach(
          (client, words) -> {
            String instance = Shop.ask(client, 0).instance();
            Optional<OpenLease> lease =
                open.stream().filter(one -> one.instance().equals(instance)).findFirst();
            if (words[0].equals("G")) {
              assertThat(lease).as("round %d: a granted lease is lost", round).isPresent();
              assertThat(lease.get().fence()).isEqualTo(Long.parseLong(words[2]));
              assertThat(lease.get().seat()).isEqualTo(Integer.parseInt(words[3]));
            } else if (words[0].equals("R")) {
              assertThat(lease).as("round %d: a released lease is held", round).isEmpty();
            }
          });
      assertThat(server.audit().verify(Actor.SYSTEM)).isEmpty();
    }
  }
}
