package dev.brigandine.study;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.training.query.Form;
import dev.brigandine.audit.training.query.QueryAttack;
import dev.brigandine.audit.training.query.Reading;
import dev.brigandine.audit.training.query.Thief;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Measures what a thief gets by queries alone. Each result is kept as soon as it is there, so that
 * the program may be stopped and started again; what is there is not measured again.
 *
 * <p>Arguments, in any order; all of a kind are done if none of it is named: victims ({@code
 * FASHION}, {@code DIGITS}, {@code NORMALIZED}), seeds ({@code 1}, {@code 2}, {@code 3}), attacks
 * by id, and {@code most=5000} for no checkpoint beyond that.
 */
final class MeasureQueries {
  private static final List<Integer> CHECKPOINTS = List.of(1000, 10_000, 20_000);
  private static final List<Integer> CHEAP = List.of(1000, 10_000, 20_000, 100_000);

  private static final Set<String> OWN = Set.of("query-in-distribution", "query-labels-only");

  /** The rows, the telling ones first. */
  static final List<String> ATTACKS =
      List.of(
          "query-in-distribution",
          "query-random",
          "query-knockoff",
          "query-copycat",
          "query-k-center",
          "query-dfme",
          "query-labels-only",
          "query-knockoff-adaptive",
          "query-jacobian");

  private MeasureQueries() {}

  /** Measures what is not measured yet, and writes both files. */
  public static void main(String[] args) throws Exception {
    List<String> wanted = new ArrayList<>();
    int most = Integer.MAX_VALUE;
    for (String arg : args) {
      if (arg.startsWith("most=")) {
        most = Integer.parseInt(arg.substring("most=".length()));
      } else {
        wanted.add(arg);
      }
    }
    QueryRows rows = QueryRows.load();
    for (QueryVictim.Which which : QueryVictim.Which.values()) {
      if (!chosen(wanted, which.name(), "[A-Z]+")) {
        continue;
      }
      QueryVictim victim = QueryVictim.of(which);
      QueryMarks marks = new QueryMarks(victim.test(), victim.answering());
      rows.add(QueryRows.Row.of(which.name(), "victim", 0, 0, marks.original(), 0));
      for (int seed = 1; seed <= 3; seed++) {
        if (!chosen(wanted, Integer.toString(seed), "[0-9]+")) {
          continue;
        }
        for (String attack : ATTACKS) {
          if (chosen(wanted, attack, "[a-z-]+")) {
            measure(rows, which, victim, marks, attack, seed, most);
          }
        }
      }
      victim.model().close();
    }
    rows.write();
  }

  private static boolean chosen(List<String> wanted, String name, String kind) {
    return wanted.contains(name) || wanted.stream().noneMatch(other -> other.matches(kind));
  }

  private static void measure(
      QueryRows rows,
      QueryVictim.Which which,
      QueryVictim victim,
      QueryMarks marks,
      String attack,
      int seed,
      int most)
      throws Exception {
    List<Integer> checkpoints = checkpoints(attack, victim.own().count(), most);
    if (rows.has(which.name(), attack, seed, checkpoints.get(checkpoints.size() - 1))) {
      return;
    }
    Thief thief =
        new Thief(
            victim.answering(),
            marks,
            Form.of(victim.own()).orElseThrow(),
            victim.own(),
            victim.foreign(),
            checkpoints,
            seed,
            () -> Duration.ofDays(1),
            new Keeper(rows, which.name(), attack, seed));
    attack(attack).extract(thief);
  }

  /** A thief of inputs of the victim's kind has no more than there are. */
  private static List<Integer> checkpoints(String attack, int own, int most) {
    int end = OWN.contains(attack) ? Math.min(own, most) : most;
    List<Integer> all = attack.equals("query-dfme") ? CHEAP : CHECKPOINTS;
    List<Integer> some =
        new ArrayList<>(all.stream().filter(checkpoint -> checkpoint <= end).toList());
    if (some.size() < all.size() && (some.isEmpty() || some.get(some.size() - 1) < end)) {
      some.add(end);
    }
    return some;
  }

  /** Keeps each result. */
  private static final class Keeper implements Thief.Teller {
    private final QueryRows rows;
    private final String victim;
    private final String attack;
    private final int seed;
    private final long begun = cpu();

    Keeper(QueryRows rows, String victim, String attack, int seed) {
      this.rows = rows;
      this.victim = victim;
      this.attack = attack;
      this.seed = seed;
    }

    @Override
    public void tell(double share, String what) {}

    @Override
    public void scored(Reading reading) throws IOException {
      Score score = reading.score();
      double seconds = (cpu() - begun) / 1e9;
      rows.add(QueryRows.Row.of(victim, attack, seed, reading.queries(), score, seconds));
      rows.write();
      System.out.printf(
          "%s %s seed %d: %,d queries, %s, divergence %.3f, %.0f s of CPU%n",
          victim,
          attack,
          seed,
          reading.queries(),
          score,
          score.divergence().orElse(Double.NaN),
          seconds);
    }
  }

  private static QueryAttack attack(String id) {
    return ServiceLoader.load(Attack.class).stream()
        .filter(provider -> QueryAttack.class.isAssignableFrom(provider.type()))
        .map(provider -> (QueryAttack) provider.get())
        .filter(attack -> attack.card().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no attack " + id + ", only " + ATTACKS));
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
