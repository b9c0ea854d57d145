package dev.brigandine.audit.training.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each attack steals an open victim, and nothing from one that answers noise. */
@Tag("train")
class QueryAttackTest {
  private static final long SEED = 5;
  private static final int QUERIES = 900;

  static Stream<QueryAttack> attacks() {
    return ServiceLoader.load(Attack.class).stream()
        .filter(provider -> QueryAttack.class.isAssignableFrom(provider.type()))
        .map(provider -> (QueryAttack) provider.get())
        .filter(attack -> !attack.card().id().equals("query-encoder"))
        .filter(attack -> !attack.card().id().equals("query-linear-head"));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void beatsTheBlackBox(QueryAttack attack) throws Exception {
    Toy toy = new Toy();
    Thief thief = toy.thief(toy.victim(), QUERIES, SEED, 200, QUERIES);
    double blackBox = BlackBox.score(thief, 20).orElseThrow().main();
    List<Reading> readings = attack.extract(thief);
    assertThat(readings).extracting(Reading::queries).containsExactly(200, QUERIES);
    assertThat(toy.asked()).as("questions of " + attack.card().id()).isEqualTo(QUERIES);
    assertThat(readings.get(1).score().main())
        .as(attack.card().id() + ", seed " + SEED)
        .isGreaterThan(blackBox + 0.05);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void noiseTeachesNothing(QueryAttack attack) throws Exception {
    Toy toy = new Toy();
    Thief thief = toy.thief(toy.noise(), 300, SEED, 300);
    double main = attack.extract(thief).get(0).score().main();
    Telling telling = new Telling(toy.yardstick(), 500, Optional.empty());
    assertThat(telling.verdict(main, main))
        .as(attack.card().id() + ", seed " + SEED + ": " + main)
        .isNotEqualTo(Verdict.FULL);
    assertThat(main).as(attack.card().id() + ", seed " + SEED).isLessThan(0.5);
  }

  @Test
  void sameSeedSameResult() throws Exception {
    Toy toy = new Toy();
    List<Reading> one = new QueryKnockoffAdaptive().extract(toy.thief(toy.victim(), 50, 1, 300));
    List<Reading> other = new QueryKnockoffAdaptive().extract(toy.thief(toy.victim(), 50, 1, 300));
    List<Reading> third = new QueryKnockoffAdaptive().extract(toy.thief(toy.victim(), 50, 2, 300));
    assertThat(one).isEqualTo(other);
    assertThat(one).isNotEqualTo(third);
  }

  @Test
  void moreQueriesThanThereAreInputs() throws Exception {
    Toy toy = new Toy();
    List<Reading> readings =
        new QueryInDistribution().extract(toy.thief(toy.victim(), 120, SEED, 100, 1000, 5000));
    assertThat(readings).extracting(Reading::queries).containsExactly(100, 120);
    assertThat(toy.asked()).isEqualTo(120);
  }
}
