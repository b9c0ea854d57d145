package dev.brigandine.licenseserver.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class NoncesTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  private static Nonces at(long seconds, int key) {
    byte[] secret = new byte[32];
    secret[0] = (byte) key;
    return new Nonces(
        secret, Clock.fixed(NOW.plusSeconds(seconds), ZoneOffset.UTC), new SecureRandom());
  }

  @Test
  void holdsForFiveMinutesInEveryProcessWithTheKey() {
    String nonce = at(0, 1).fresh();
    at(0, 1).check(nonce);
    at(299, 1).check(nonce);
    at(-60, 1).check(nonce);
    stale(at(300, 1), nonce);
    stale(at(-61, 1), nonce);
    stale(at(0, 2), nonce);
  }

  @Test
  void anyOtherTextIsStale() {
    String nonce = at(0, 1).fresh();
    for (int i = 0; i < nonce.length() - 1; i++) {
      char other = nonce.charAt(i) == 'A' ? 'B' : 'A';
      stale(at(0, 1), nonce.substring(0, i) + other + nonce.substring(i + 1));
    }
    stale(at(0, 1), "");
    stale(at(0, 1), "'; drop table nonce; --");
    stale(at(0, 1), "A".repeat(100_000));
  }

  private static void stale(Nonces nonces, String nonce) {
    assertThatThrownBy(() -> nonces.check(nonce))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              org.assertj.core.api.Assertions.assertThat(e.problem().status()).isEqualTo(401);
              org.assertj.core.api.Assertions.assertThat(e.problem().code())
                  .isEqualTo("stale-nonce");
            });
  }
}
