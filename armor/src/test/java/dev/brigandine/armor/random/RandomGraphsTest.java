package dev.brigandine.armor.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.brigandine.onnx.OnnxException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random graphs, armored, answer as they did. {@code -Dbrigandine.graphs=10000} takes more of them,
 * {@code -Dbrigandine.seed=123} begins with another seed.
 */
class RandomGraphsTest {
  private static final int GRAPHS = Integer.getInteger("brigandine.graphs", 1000);
  private static final long FIRST = Long.getLong("brigandine.seed", 1);

  @Test
  void armoredGraphsAnswerAsTheyDid() throws Exception {
    double covered = 0;
    int locked = 0;
    int noise = 0;
    int reduced = 0;
    for (long seed = FIRST; seed < FIRST + GRAPHS; seed++) {
      RandomGraph graph = RandomGraph.of(seed);
      Case one = new Case(graph.model(), List.of(graph.draw(1), graph.draw(2), graph.draw(3)));
      ArmoredCase armored = new ArmoredCase(seed);
      ArmoredCase.Outcome outcome = armored.of(one);
      if (outcome.wrong() != null) {
        if (armored.isNoise(one)) {
          noise++;
          continue;
        }
        report(graph, one, armored, outcome);
      }
      covered += outcome.report().coverage();
      locked += outcome.report().locks().isEmpty() ? 0 : 1;
      reduced += outcome.report().reduced().isEmpty() ? 0 : 1;
    }
    // Else it would show little: a rewrite that does nothing changes no answers.
    assertThat(covered / GRAPHS).as("coverage").isGreaterThanOrEqualTo(GRAPHS < 100 ? 0 : 0.2);
    assertThat(locked).as("graphs with locks").isGreaterThanOrEqualTo(GRAPHS / 8);
    assertThat(noise).as("graphs that answer noise").isLessThanOrEqualTo(2 + GRAPHS / 200);
    assertThat(reduced).as("graphs that bear less").isLessThanOrEqualTo(2 + GRAPHS / 50);
  }

  private static void report(
      RandomGraph graph, Case one, ArmoredCase armored, ArmoredCase.Outcome outcome) {
    Case small = Shrinker.shrink(one, smaller -> fails(smaller, armored));
    fail(
        "armored, it answers otherwise: %s%n%s%n%s%nshrunk, opset as above:%n%s",
        outcome.wrong(),
        graph,
        "run with -Dbrigandine.graphs=1 -Dbrigandine.seed=" + graph.seed(),
        GraphText.of(small.model()));
  }

  private static boolean isWrong(Case one, ArmoredCase armored, ArmoredCase.Outcome outcome)
      throws OnnxException {
    return outcome.wrong() != null && !armored.isNoise(one);
  }

  private static boolean fails(Case one, ArmoredCase armored) {
    try {
      return isWrong(one, armored, armored.of(one));
    } catch (OnnxException e) {
      return false;
    }
  }
}
