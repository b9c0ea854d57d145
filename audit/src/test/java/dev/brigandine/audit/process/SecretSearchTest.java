package dev.brigandine.audit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretSearchTest {
  private static final long SEED = 20261126;
  private static final byte[] SECRET = random(200);

  static Stream<byte[]> spellings() {
    byte[] shifted = new byte[SECRET.length + 1];
    System.arraycopy(SECRET, 0, shifted, 1, SECRET.length);
    return Stream.of(
        SECRET,
        HexFormat.of().formatHex(SECRET).getBytes(StandardCharsets.US_ASCII),
        HexFormat.of().withUpperCase().formatHex(SECRET).getBytes(StandardCharsets.US_ASCII),
        Base64.getEncoder().encode(SECRET),
        Base64.getUrlEncoder().withoutPadding().encode(SECRET),
        Base64.getEncoder().encode(shifted),
        Base64.getUrlEncoder().encode(Arrays.copyOfRange(SECRET, 1, SECRET.length)));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void isFoundAtEveryOffsetAcrossBlocks(byte[] spelled) {
    SecretSearch search = SecretSearch.of(List.of(random(64), SECRET));
    for (int before = 0; before < 80; before++) {
      byte[] stream = new byte[before + spelled.length + 50];
      System.arraycopy(spelled, 0, stream, before, spelled.length);
      for (int block : new int[] {1, 7, 64, stream.length}) {
        SecretSearch one = search.fresh();
        for (int at = 0; at < stream.length; at += block) {
          one.accept(stream, at, Math.min(block, stream.length - at));
        }
        assertThat(one.found(1, 2))
            .as("at %d in blocks of %d, seed %d", before, block, SEED)
            .isOne();
        assertThat(one.found(0, 1)).isZero();
      }
    }
  }

  @Test
  void acrossAGapIsNotFound() {
    SecretSearch search = SecretSearch.of(List.of(Arrays.copyOf(SECRET, 32)));
    search.accept(SECRET, 0, 16);
    search.gap();
    search.accept(SECRET, 16, 16);
    assertThat(search.found(0, 1)).isZero();
  }

  @Test
  void whatHardlyVariesIsNoSecret() {
    assertThat(SecretSearch.of(List.of(new byte[100], new byte[8], random(15))).known()).isZero();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(SEED + length).nextBytes(bytes);
    return bytes;
  }
}
