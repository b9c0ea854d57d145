package dev.brigandine.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brigandine.cli.demo.MostAlike.Pair;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class MostAlikeTest {
  @Test
  void paddingDoesNotCount() {
    FloatBuffer tokens = FloatBuffer.wrap(new float[] {3, 0, 0, 4, 99, 99, 0, 2, 50, 50, 50, 50});
    float[][] pooled = MostAlike.pool(tokens, new long[][] {{1, 1, 0}, {1, 0, 0}}, 2);
    assertThat(pooled[0]).containsExactly(new float[] {0.6f, 0.8f}, within(1e-6f));
    assertThat(pooled[1]).containsExactly(0f, 1f);
  }

  @Test
  void aSentenceOfPaddingIsZeroAndNotNaN() {
    assertThat(MostAlike.pool(FloatBuffer.wrap(new float[] {1, 1}), new long[][] {{0}}, 2)[0])
        .containsExactly(0f, 0f);
  }

  @Test
  void theMostAlikeComeFirst() {
    float[][] unit = {{1, 0}, {0, 1}, {0.6f, 0.8f}};
    assertThat(MostAlike.pairs(unit))
        .extracting(Pair::first, Pair::second)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 2),
            org.assertj.core.groups.Tuple.tuple(0, 2),
            org.assertj.core.groups.Tuple.tuple(0, 1));
  }

  /** Vectors 0 and 2 are partners and alike; 1 and 3 are partners, and 1 is nearer to 0. */
  @Test
  void onlyAPartnerCounts() {
    float[][] unit = {{1, 0}, {0.8f, 0.6f}, {0.96f, -0.28f}, {0, 1}};
    assertThat(MostAlike.withTheirPartner(unit)).isEqualTo(3);
  }
}
