package dev.brigandine.audit.training.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The toy is linear in its pixels, so that it falls to equations. */
class QueryLinearHeadTest {
  @Test
  void aLinearModelIsSolved() throws Exception {
    Toy toy = new Toy();
    List<Reading> readings = new QueryLinearHead().extract(toy.thief(toy.victim(), 20, 1, 1000));
    assertThat(readings.get(0).queries()).isLessThan(75);
    assertThat(readings.get(0).score().agreement()).isGreaterThan(0.98);
  }

  @Test
  void noiseIsNot() throws Exception {
    Toy toy = new Toy();
    List<Reading> readings = new QueryLinearHead().extract(toy.thief(toy.noise(), 20, 1, 1000));
    assertThat(readings.get(0).score().agreement()).isLessThan(0.5);
  }
}
