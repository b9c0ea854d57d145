package dev.brigandine.license;

import static dev.brigandine.bundle.ErrorCode.FILE_UNREADABLE;
import static dev.brigandine.bundle.ErrorCode.TAMPERED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the vendor signed but no issuer of ours writes is refused too. */
class LicenseFormTest {
  private static final Fixture FIXTURE = new Fixture();

  @Test
  void theForgeMakesGoodLicencesUnlessTold() {
    assertThat(new Forge(FIXTURE).parsed().model()).isEqualTo("acme/minilm");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"alg\":\"ES256\"|\"alg\":\"ES256\",\"crit\":[\"exp\"]",
        "\"alg\":\"ES256\"|\"alg\":\"ES256\",\"b64\":1",
        "\"alg\":\"ES256\"|\"alg\":\"ES256\",\"alg\":\"ES256\"",
        "\"alg\":\"ES256\"|\"alg\":\"ES256\",\"\\u0061lg\":\"none\"",
        "\"alg\":\"ES256\"|\"jku\":\"https://example.org/keys\",\"alg\":\"ES256\"",
        "\"alg\":\"ES256\",|``",
        "\"alg\":\"ES256\"|\"alg\":[\"ES256\"]",
        "\"alg\":\"ES256\"|\"alg\":7",
        "\"typ\":\"brig-licence+jwt\"|\"typ\":\"JWT\"",
        "\"typ\":\"brig-licence+jwt\"|\"typ\":\"brig+jws\"",
        "\"typ\":\"brig-licence+jwt\",|``",
        "\"kid\":|\"kit\":",
        "\"jwk\":|\"jwt\":",
        "\"kty\":\"EC\"|\"kty\":\"OKP\"",
        "\"kty\":\"EC\"|\"kty\":\"EC\",\"use\":\"sig\"",
        "\"kty\":\"EC\"|\"kty\":\"EC\",\"kty\":\"EC\"",
      })
  void theHeaderHasItsMembersAndNoOthers(String from, String to) {
    Forge forge = new Forge(FIXTURE).header(from, to);
    Refused.with(TAMPERED, forge::parsed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "sub", "aud", "iat", "nbf", "exp", "jti", "cnf", "brig"})
  void eachClaimIsNeeded(String name) {
    Refused.with(TAMPERED, new Forge(FIXTURE).claims("\"" + name + "\":", "\"zzz\":")::parsed);
    Refused.with(
        TAMPERED,
        new Forge(FIXTURE).claims("\"" + name + "\":", "\"" + name + "\":1,\"" + name + "\":")
            ::parsed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bundles", "model", "key", "jkt", "version", "customer"})
  void eachMemberInsideIsNeededOrKnown(String name) {
    Refused.with(TAMPERED, new Forge(FIXTURE).claims("\"" + name + "\":", "\"zzz\":")::parsed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"aud\":\"brigandine\"|\"aud\":\"someone\"",
        "\"aud\":\"brigandine\"|\"aud\":[\"brigandine\"]",
        "\"sub\":\"north\"|\"sub\":\"\"",
        "\"sub\":\"north\"|\"sub\":null",
        "\"sub\":\"north\"|\"sub\":\"no\\u001brth\"",
        "\"sub\":\"north\"|\"sub\":\"no\\u0085rth\"",
        "\"sub\":\"north\"|\"sub\":\"no\\ud800rth\"",
        "\"sub\":\"north\"|\"sub\":\"no\\xrth\"",
        "\"sub\":\"north\"|\"sub\":true",
        "\"jti\":\"|\"jti\":\"A",
        "\"jkt\":\"|\"jkt\":\"A",
        "\"iss\":\"|\"iss\":\"A",
        "\"version\":3|\"version\":0",
        "\"version\":3|\"version\":-1",
        "\"version\":3|\"version\":9007199254740992",
        "\"version\":3|\"version\":\"3\"",
        "\"version\":3|\"version\":3.0",
        "\"version\":3|\"version\":3e0",
        "\"version\":3|\"version\":03",
        "\"version\":3|\"version\":-0",
        "\"version\":3|\"version\":+3",
        "\"version\":3|\"version\":3,\"runs\":0",
        "\"version\":3|\"version\":3,\"runs\":-5",
        "\"version\":3|\"version\":3,\"runs\":9223372036854775808",
        "\"version\":3|\"version\":3,\"runs\":99999999999999999999999999999999999999",
        "\"version\":3|\"version\":3,\"runs\":NaN",
        "\"version\":3|\"version\":3,\"rate\":5",
        "\"version\":3|\"version\":{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{}}}}}}",
        "\"version\":3|\"version\":[[[[[[[[3]]]]]]]]",
        "\"bundles\":[|\"bundles\":[7,",
        "\"bundles\":[|\"bundles\":[\"short\",",
        "\"bundles\":[|\"bundles\":[\"AAAAAAAAAAAAAAAAAAAAAB\",",
        "\"bundles\":[|\"bundles\":[\"AAAAAAAAAAAAAAAAAAAAAA\",",
        "\"bundles\":[\"AAAAAAAAAAAAAAAAAAAAAA\"]|\"bundles\":[]",
        "\"bundles\":[\"AAAAAAAAAAAAAAAAAAAAAA\"]|\"bundles\":\"AAAAAAAAAAAAAAAAAAAAAA\"",
      })
  void aClaimOfWrongTypeOrOutOfRangeIsRefused(String from, String to) {
    Refused.with(TAMPERED, new Forge(FIXTURE).claims(from, to)::parsed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "253402300800",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "1e12",
        "1801353600.5",
        "\"2027-01-31\"",
        "{}",
        "1"
      })
  void anExpiryThatIsNoYearOfOursIsRefused(String value) {
    String exp = "\"exp\":" + Fixture.EXPIRES.getEpochSecond();
    Refused.with(TAMPERED, new Forge(FIXTURE).claims(exp, "\"exp\":" + value)::parsed);
    String nbf = "\"nbf\":" + Fixture.NOW.getEpochSecond();
    if (!value.equals("1")) {
      Refused.with(TAMPERED, new Forge(FIXTURE).claims(nbf, "\"nbf\":" + value)::parsed);
    }
  }

  @Test
  void theLastSecondOfTheYear9999IsFine() {
    String exp = "\"exp\":" + Fixture.EXPIRES.getEpochSecond();
    assertThat(new Forge(FIXTURE).claims(exp, "\"exp\":253402300799").parsed().expires())
        .hasToString("9999-12-31T23:59:59Z");
  }

  @Test
  void tooManyBundlesOrTooLongALabelAreRefused() {
    StringBuilder many = new StringBuilder("\"bundles\":[");
    for (int i = 0; i < Claims.MAX_BUNDLES; i++) {
      many.append('"')
          .append(Forge.b64(new byte[] {(byte) i, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
      many.append("\",");
    }
    Refused.with(TAMPERED, new Forge(FIXTURE).claims("\"bundles\":[", many.toString())::parsed);
    Forge longest =
        new Forge(FIXTURE).claims("\"sub\":\"north\"", "\"sub\":\"" + "n".repeat(256) + "\"");
    assertThat(longest.parsed().subject()).hasSize(256);
    Forge longer =
        new Forge(FIXTURE).claims("\"sub\":\"north\"", "\"sub\":\"" + "n".repeat(257) + "\"");
    Refused.with(TAMPERED, longer::parsed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "...", "a.b", "a.b.c", "a.b.c.d.e", "{}", "ü.ü.ü", "e30.e30.e30"})
  void whatIsNoJwtIsRefused(String text) {
    Refused.with(TAMPERED, () -> License.parse(text));
  }

  @Test
  void aMegabyteIsRefusedBeforeItIsParsed(@TempDir Path folder) throws Exception {
    // A parser that looked would find its fault with the characters, not with the length.
    String huge = "!".repeat(1 << 20);
    assertThat(Refused.with(TAMPERED, () -> License.parse(huge))).hasMessageContaining("longer");
    Path file = Files.writeString(folder.resolve("huge.jwt"), huge);
    assertThat(Refused.with(TAMPERED, () -> License.load(file))).hasMessageContaining("larger");
  }

  @Test
  void spaceAfterALicenceIsForFilesOnly(@TempDir Path folder) throws Exception {
    String jwt = FIXTURE.issue();
    for (String end : new String[] {"\n", "\r\n", " ", "\n\n"}) {
      Path file = Files.writeString(folder.resolve("licence.jwt"), jwt + end);
      assertThat(License.load(file).model()).isEqualTo("acme/minilm");
      Refused.with(TAMPERED, () -> License.parse(jwt + end));
      Path before = Files.writeString(folder.resolve("before.jwt"), end + jwt);
      Refused.with(TAMPERED, () -> License.load(before));
      Path within = Files.writeString(folder.resolve("within.jwt"), jwt.replace(".", "." + end));
      Refused.with(TAMPERED, () -> License.load(within));
    }
  }

  @Test
  void aMissingFileOrAFolderIsUnreadable(@TempDir Path folder) {
    assertThat(Refused.with(FILE_UNREADABLE, () -> License.load(folder.resolve("no.jwt"))).hint())
        .isPresent();
    Refused.with(FILE_UNREADABLE, () -> License.load(folder));
  }

  @Test
  void anEmptyFileAndOneOfBinaryNoiseAreRefused(@TempDir Path folder) throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.jwt"));
    Refused.with(TAMPERED, () -> License.load(empty));
    byte[] noise = new byte[256];
    for (int i = 0; i < 256; i++) {
      noise[i] = (byte) i;
    }
    Path binary = Files.write(folder.resolve("binary.jwt"), noise);
    Refused.with(ErrorCode.TAMPERED, () -> License.load(binary));
  }
}
