package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.license.jose.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No text that a log may catch holds a key. */
class SecretsTest {
  private final Fixture fixture = new Fixture();

  @Test
  void toStringTellsNoSecret(@TempDir Path folder) throws Exception {
    Path vendorFile = folder.resolve("vendor.key");
    Path deviceFile = folder.resolve("device.key");
    fixture.vendor.save(vendorFile, null);
    fixture.device.save(deviceFile, null);
    String jwt = fixture.issue();
    License license = License.parse(jwt);
    byte[] json = Files.readAllBytes(vendorFile);
    List<Object> all =
        List.of(
            fixture.vendor,
            fixture.vendor.publicKey(),
            fixture.vendor.signing(),
            fixture.device,
            fixture.device.publicKey(),
            fixture.activation,
            license,
            LicenseTerms.expiring(Fixture.EXPIRES).build(),
            KeyPair256.generate(),
            JwkSet.parse(json, "the file"),
            Json.parseObject(json, "the file"),
            Claims.take(
                Json.parseObject(
                    Forge.text(jwt.split("\\.")[1]).getBytes(StandardCharsets.UTF_8), "the file"),
                fixture.signer.thumbprint()));
    String wrapped = new Forge(fixture).key();
    String secrets = Files.readString(vendorFile) + Files.readString(deviceFile);
    List<String> scalars =
        secrets
            .lines()
            .flatMap(line -> List.of(line.split("\"d\":\"")).stream().skip(1))
            .map(text -> text.substring(0, 43))
            .toList();
    assertThat(scalars).hasSize(4);
    for (Object value : all) {
      String text = value.toString();
      assertThat(text).doesNotContain(scalars).doesNotContain(wrapped.substring(0, 40));
      assertThat(text.length()).as(text).isLessThan(400);
    }
  }

  @Test
  void aClosedDeviceKeyIsOfNoUse() {
    License license = License.parse(fixture.issue());
    fixture.device.close();
    assertThatThrownBy(
            () -> license.activate(fixture.manifest, fixture.signer, fixture.device, Fixture.NOW))
        .isInstanceOf(IllegalStateException.class);
  }
}
