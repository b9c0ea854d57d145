package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.SignerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTripTest {
  private final Fixture fixture = new Fixture();

  @Test
  void aLicenceOpensItsBundleOnItsDevice() {
    License license = License.parse(fixture.issue());
    try (ActivationKey key =
        license.activate(fixture.manifest, fixture.signer, fixture.device, Fixture.NOW)) {
      assertThat(key).isEqualTo(fixture.activation);
    }
  }

  @Test
  void aGivenProviderGivesTheSameAnswers() {
    Provider conscrypt = Conscrypt.newProvider();
    License license = License.parse(fixture.issue(), conscrypt);
    try (ActivationKey key =
        license.activate(fixture.manifest, fixture.signer, fixture.device, Fixture.NOW)) {
      assertThat(key).isEqualTo(fixture.activation);
    }
  }

  @Test
  void whatWasGrantedCanBeReadBack() {
    Instant from = Instant.parse("2026-12-01T00:00:00Z");
    License license =
        License.parse(
            fixture.issue(
                LicenseTerms.expiring(Fixture.EXPIRES.plusMillis(999))
                    .notBefore(from)
                    .runs(1000)
                    .build()));
    assertThat(license.signer()).isEqualTo(fixture.signer);
    assertThat(license.signer()).isEqualTo(SignerId.of(fixture.vendor.signing().publicKey()));
    assertThat(license.id()).hasSize(22);
    assertThat(license.subject()).isEqualTo("north");
    assertThat(license.issuedAt()).isEqualTo(Fixture.NOW);
    assertThat(license.notBefore()).isEqualTo(from);
    assertThat(license.expires()).isEqualTo(Fixture.EXPIRES);
    assertThat(license.runs()).hasValue(1000);
    assertThat(license.bundles()).containsExactly(Fixture.BUNDLE);
    assertThat(license.model()).isEqualTo("acme/minilm");
    assertThat(license.modelVersion()).hasValue(3);
    assertThat(license.customer()).contains("north");
    assertThat(license.device()).isEqualTo(fixture.device.thumbprint());
  }

  @Test
  void withoutCustomerTheModelIsTheSubjectAndRunsAreUnlimited() {
    String jwt =
        LicenseIssuer.issue(
            fixture.vendor,
            fixture.manifest(Fixture.BUNDLE, Optional.empty()),
            fixture.signer,
            fixture.device.publicKey(),
            LicenseTerms.expiring(Fixture.EXPIRES).build(),
            Fixture.NOW);
    License license = License.parse(jwt);
    assertThat(license.subject()).isEqualTo("acme/minilm");
    assertThat(license.customer()).isEmpty();
    assertThat(license.runs()).isEqualTo(OptionalLong.empty());
    assertThat(license.notBefore()).isEqualTo(Fixture.NOW);
  }

  @Test
  void keysAndLicenceSurviveTheirFiles(@TempDir Path folder) throws Exception {
    fixture.vendor.save(folder.resolve("vendor.key"), null);
    fixture.device.save(folder.resolve("device.key"), "pässwort".toCharArray());
    fixture.device.publicKey().save(folder.resolve("device.pub"));
    VendorKey vendor = VendorKey.load(folder.resolve("vendor.key"), null);
    Files.writeString(
        folder.resolve("licence.jwt"),
        LicenseIssuer.issue(
                vendor,
                fixture.manifest,
                vendor.publicKey().signer(),
                DevicePublicKey.load(folder.resolve("device.pub")),
                LicenseTerms.expiring(Fixture.EXPIRES).build(),
                Fixture.NOW)
            + " \r\n");
    DeviceKey device = DeviceKey.load(folder.resolve("device.key"), "pässwort"::toCharArray);
    License license = License.load(folder.resolve("licence.jwt"));
    assertThat(license.activate(fixture.manifest, fixture.signer, device, Fixture.NOW))
        .isEqualTo(fixture.activation);
  }

  @Test
  void theVendorOpensTheActivationKeyInTheManifest() {
    assertThat(fixture.vendor.activation(fixture.manifest)).isEqualTo(fixture.activation);
  }
}
