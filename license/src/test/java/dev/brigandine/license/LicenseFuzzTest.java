package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.jose.Json;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Whatever the bytes, a reader gives a value within its bounds or refuses with a code of ours. The
 * corpus in {@code src/test/resources} runs with the other tests; how to look for more stands in
 * this room's pom.
 */
class LicenseFuzzTest {
  private static final Set<ErrorCode> REFUSALS =
      Set.of(ErrorCode.TAMPERED, ErrorCode.BAD_SIGNATURE);
  private static final DeviceKey DEVICE = DeviceKey.generate();
  private static final String SIGNER = "A".repeat(43);

  private static final Reader[] READERS = {
    text -> Lease.parse(text, null),
    text -> Revocations.parse(text, null),
    text -> Proof.parse(text, null)
  };

  private interface Reader {
    Object read(String text);
  }

  @FuzzTest
  void licence(byte[] data) {
    try {
      License license = License.parse(new String(data, StandardCharsets.ISO_8859_1));
      assertThat(license.notBefore()).isBefore(license.expires());
      assertThat(license.bundles()).isNotEmpty();
    } catch (BrigandineException e) {
      assertThat(e.code()).isIn(REFUSALS);
    }
  }

  /** Behind the signature, which a fuzzer does not get past. */
  @FuzzTest
  void claims(byte[] data) {
    try {
      Claims claims = Claims.take(Json.parseObject(data, "the licence"), SIGNER);
      assertThat(claims.notBefore()).isLessThan(claims.expires());
      assertThat(claims.bundles()).hasSizeBetween(1, Claims.MAX_BUNDLES);
    } catch (BrigandineException e) {
      assertThat(e.code()).isIn(REFUSALS);
    }
  }

  /** The JWE inside, up to the key agreement and through it. */
  @FuzzTest
  void wrappedKey(byte[] data) {
    try {
      String jwe = new String(data, StandardCharsets.ISO_8859_1);
      assertThat(DEVICE.unwrap(jwe, "licence", Jca.DEFAULT)).isNull();
    } catch (BrigandineException e) {
      assertThat(e.code()).isIn(REFUSALS);
    }
  }

  /** What a server and a device send each other, and what they remember. */
  @FuzzTest
  void tokens(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    for (Reader reader : READERS) {
      try {
        assertThat(reader.read(text)).isNotNull();
      } catch (BrigandineException e) {
        assertThat(e.code()).isIn(REFUSALS);
      }
    }
  }
}
