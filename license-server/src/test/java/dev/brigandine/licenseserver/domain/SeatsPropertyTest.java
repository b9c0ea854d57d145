package dev.brigandine.licenseserver.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.licenseserver.domain.SeatOutcome.Granted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Thousands of histories of crashing clients on a network that delays, doubles and reorders, over a
 * store that is read anew for each batch and may lose an answer, against {@link SeatsModel}.
 */
class SeatsPropertyTest {
  private static final long START = 1_800_000_000L;

  @Test
  void noHistoryLendsASeatTwice() {
    long first = Long.getLong("brigandine.seed", 20261124L);
    int count = Integer.getInteger("brigandine.histories", 4_000);
    int granted = 0;
    int lost = 0;
    for (long seed = first; seed < first + count; seed++) {
      History history = new History(seed, true);
      try {
        history.run();
      } catch (AssertionError e) {
        throw new AssertionError("-Dbrigandine.seed=" + seed + ": " + e.getMessage(), e);
      }
      granted += history.granted;
      lost += history.refused;
    }
    // The histories are worth something only if they reach both ends.
    assertThat(granted).isGreaterThan(20 * count);
    assertThat(lost).isGreaterThan(5 * count);
  }

  /** The model must be able to complain: a store that forgets a batch at times is found out. */
  @Test
  void theModelSeesALostWrite() {
    assertThatThrownBy(
            () -> {
              for (long seed = 1; seed < 200; seed++) {
                new History(seed, false).run();
              }
            })
        .isInstanceOf(AssertionError.class);
  }

  private static final class History {
    private final Random random;
    private final boolean honest;
    private final SeatRules rules;
    private final SeatsModel model;
    private final Map<String, Hold> store = new LinkedHashMap<>();
    private final List<Client> clients = new ArrayList<>();
    private final List<SeatRequest> network = new ArrayList<>();
    private long stored;
    private long fence;
    private long runs;
    private long now = START;
    int granted;
    int refused;

    History(long seed, boolean honest) {
      random = new Random(seed);
      this.honest = honest;
      rules =
          new SeatRules(
              1 + random.nextInt(4),
              START,
              START + 400 + random.nextInt(4000),
              false,
              20 + random.nextInt(100),
              random.nextBoolean() ? -1 : 50 + random.nextInt(500),
              0);
      model = new SeatsModel(rules);
      int count = 2 + random.nextInt(6);
      for (int i = 0; i < count; i++) {
        clients.add(new Client("device" + i / 2, "instance" + i));
      }
    }

    void run() {
      for (int step = 0; step < 150; step++) {
        // Time may also run backwards.
        now += random.nextInt(10) == 0 ? -random.nextInt(50) : random.nextInt(12);
        Client client = clients.get(random.nextInt(clients.size()));
        SeatRequest request = client.next();
        network.add(request);
        if (random.nextInt(6) == 0) {
          network.add(request);
        }
        deliver();
      }
    }

    private void deliver() {
      List<SeatRequest> batch = new ArrayList<>();
      while (!network.isEmpty() && random.nextInt(4) != 0) {
        batch.add(network.remove(random.nextInt(network.size())));
      }
      Seats seats = new Seats(rules, List.of(), relevant(batch), stored, fence, runs);
      List<SeatOutcome> outcomes = new ArrayList<>();
      for (SeatRequest request : batch) {
        outcomes.add(seats.ask(request, now));
      }
      boolean crashed = random.nextInt(20) == 0;
      if (crashed) {
        // Rolled back: nothing happened, nobody was answered.
        return;
      }
      if (honest || random.nextInt(10) != 0) {
        save(seats);
      }
      for (int i = 0; i < batch.size(); i++) {
        model.judge(batch.get(i), outcomes.get(i), now);
        if (outcomes.get(i) instanceof Granted grant) {
          granted++;
          // An answer may be lost on its way.
          if (random.nextInt(8) != 0) {
            find(batch.get(i)).hear(grant.hold());
          }
        } else {
          refused++;
        }
      }
    }

    private void save(Seats seats) {
      Map<Integer, String> seated = new HashMap<>();
      store.forEach((key, hold) -> put(seated, key, hold));
      for (List<Hold> part : List.of(seats.vacated(), seats.changes())) {
        List<Hold> sorted = new ArrayList<>(part);
        sorted.sort((a, b) -> Boolean.compare(a.isSeated(), b.isSeated()));
        for (Hold hold : sorted) {
          String key = hold.device() + "/" + hold.instance();
          seated.values().remove(key);
          put(seated, key, hold);
          store.put(key, hold);
        }
      }
      stored = seats.time();
      fence = seats.fence();
      runs = seats.runsTaken();
    }

    private void put(Map<Integer, String> seated, String key, Hold hold) {
      if (hold.isSeated() && honest) {
        // As the unique index does.
        assertThat(seated.put(hold.seat(), key)).isNull();
      }
    }

    /** As little as the state machine says that it must be given. */
    private Collection<Hold> relevant(List<SeatRequest> batch) {
      List<String> asking = batch.stream().map(SeatRequest::instance).toList();
      return store.values().stream()
          .filter(hold -> hold.isSeated() || asking.contains(hold.instance()))
          .toList();
    }

    private Client find(SeatRequest request) {
      return clients.stream()
          .filter(client -> client.instance.equals(request.instance()))
          .findFirst()
          .orElseThrow();
    }

    private final class Client {
      private final String device;
      private final String instance;
      private long seq;
      private long myFence;
      private long used;
      private long mayUse;

      Client(String device, String instance) {
        this.device = device;
        this.instance = instance;
      }

      void hear(Hold hold) {
        if (hold.fence() != myFence) {
          used = 0;
        }
        myFence = hold.fence();
        mayUse = hold.granted();
      }

      SeatRequest next() {
        int what = random.nextInt(10);
        // A crash forgets the fence, not the number.
        if (what == 0) {
          myFence = 0;
        }
        seq++;
        used += random.nextInt((int) Math.max(1, Math.min(20, mayUse - used + 1)));
        if (myFence == 0 || what < 3) {
          return new SeatRequest.Claim(
              device, instance, seq, false, "licence", rules.expires(), false, "lease", 10);
        }
        if (what < 8) {
          return new SeatRequest.Renew(
              device, instance, seq, false, rules.expires(), false, myFence, used);
        }
        long last = myFence;
        myFence = 0;
        return new SeatRequest.Release(device, instance, seq, last, used);
      }
    }
  }
}
