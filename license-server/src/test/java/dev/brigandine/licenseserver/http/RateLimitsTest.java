package dev.brigandine.licenseserver.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RateLimitsTest {
  @Test
  void aGreedyAskerWaitsAndNobodyElse() {
    RateLimits limits = new RateLimits(1, 3);
    limits.take("greedy");
    limits.take("greedy");
    limits.take("greedy");
    assertThatThrownBy(() -> limits.take("greedy"))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              org.assertj.core.api.Assertions.assertThat(e.problem().status()).isEqualTo(429);
              org.assertj.core.api.Assertions.assertThat(e.problem().retryAfter())
                  .isBetween(1L, 2L);
            });
    limits.take("another");
  }

  @Test
  void askersWithoutEndTakeNoMemoryWithoutEnd() {
    RateLimits limits = new RateLimits(1, 1);
    for (int i = 0; i < RateLimits.MOST + 1; i++) {
      limits.take("asker " + i);
    }
    // The first was forgotten, so it may ask again; the last was not.
    limits.take("asker 0");
    assertThatThrownBy(() -> limits.take("asker " + RateLimits.MOST))
        .isInstanceOf(ProblemException.class);
  }
}
