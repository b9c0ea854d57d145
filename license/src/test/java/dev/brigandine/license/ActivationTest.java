package dev.brigandine.license;

import static dev.brigandine.bundle.ErrorCode.BAD_SIGNATURE;
import static dev.brigandine.bundle.ErrorCode.LICENSE_EXPIRED;
import static dev.brigandine.bundle.ErrorCode.NO_KEY_FITS;
import static dev.brigandine.bundle.ErrorCode.TAMPERED;
import static dev.brigandine.bundle.ErrorCode.USAGE;
import static dev.brigandine.bundle.ErrorCode.WRONG_MACHINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A licence opens one bundle on one device in its time, and a refusal says why. */
class ActivationTest {
  private static final String OTHER = "BBBBBBBBBBBBBBBBBBBBBA";

  private final Fixture fixture = new Fixture();
  private final License license = License.parse(fixture.issue());

  private ActivationKey activate(License license, Manifest manifest, Instant now) {
    return license.activate(manifest, fixture.signer, fixture.device, now);
  }

  @Test
  void bundleAndLicenceMustBeByOneSigner() {
    SignerId stranger = VendorKey.generate().signer();
    var refusal =
        Refused.with(
            BAD_SIGNATURE,
            () -> license.activate(fixture.manifest, stranger, fixture.device, Fixture.NOW));
    assertThat(refusal)
        .hasMessageContaining(stranger.thumbprint())
        .hasMessageContaining(fixture.signer.thumbprint());
    assertThat(refusal.hint()).isPresent();
  }

  @Test
  void itHoldsFromItsFirstMomentToJustBeforeItsLast() {
    License later =
        License.parse(
            fixture.issue(
                LicenseTerms.expiring(Fixture.EXPIRES)
                    .notBefore(Instant.parse("2026-12-01T00:00:00Z"))
                    .build()));
    Instant from = later.notBefore();
    assertThat(
            Refused.with(
                LICENSE_EXPIRED, () -> activate(later, fixture.manifest, from.minusNanos(1))))
        .hasMessageContaining("not valid before 2026-12-01T00:00:00Z")
        .hasMessageContaining("2026-11-30T23:59:59.999999999Z");
    activate(later, fixture.manifest, from).close();
    activate(later, fixture.manifest, Fixture.EXPIRES.minusNanos(1)).close();
    for (Instant late :
        new Instant[] {Fixture.EXPIRES, Fixture.EXPIRES.plusSeconds(1), Instant.MAX}) {
      assertThat(Refused.with(LICENSE_EXPIRED, () -> activate(later, fixture.manifest, late)))
          .hasMessageContaining("expired at 2027-01-31T00:00:00Z");
    }
    Refused.with(LICENSE_EXPIRED, () -> activate(later, fixture.manifest, Instant.MIN));
  }

  @Test
  void itIsForOneBundle() {
    Manifest other = fixture.manifest(OTHER, Optional.of("north"));
    assertThat(Refused.with(NO_KEY_FITS, () -> activate(license, other, Fixture.NOW)))
        .hasMessageContaining(OTHER)
        .hasMessageContaining(Fixture.BUNDLE);
  }

  @Test
  void itIsForOneModelVersionAndCustomer() {
    String jwe = fixture.manifest.activation();
    Manifest[] others = {
      Fixture.manifest(Fixture.BUNDLE, "acme/other", 3, Optional.of("north"), jwe),
      Fixture.manifest(Fixture.BUNDLE, "acme/minilm", 4, Optional.of("north"), jwe),
      Fixture.manifest(Fixture.BUNDLE, "acme/minilm", 3, Optional.of("south"), jwe),
      Fixture.manifest(Fixture.BUNDLE, "acme/minilm", 3, Optional.empty(), jwe)
    };
    for (Manifest other : others) {
      Refused.with(NO_KEY_FITS, () -> activate(license, other, Fixture.NOW));
    }
    License anyVersion = new Forge(fixture).claims("\"version\":3,", "").parsed();
    activate(anyVersion, others[1], Fixture.NOW).close();
  }

  @Test
  void itIsForOneDevice() {
    try (DeviceKey other = DeviceKey.generate()) {
      assertThat(
              Refused.with(
                  WRONG_MACHINE,
                  () -> license.activate(fixture.manifest, fixture.signer, other, Fixture.NOW)))
          .hasMessageContaining(other.thumbprint())
          .hasMessageContaining(fixture.device.thumbprint());
      // Naming the other device does not hand it the key.
      License renamed =
          new Forge(fixture).claims(fixture.device.thumbprint(), other.thumbprint()).parsed();
      Refused.with(
          NO_KEY_FITS,
          () -> renamed.activate(fixture.manifest, fixture.signer, other, Fixture.NOW));
    }
  }

  @Test
  void theFirstFaultInOrderIsTheOneReported() {
    DeviceKey otherDevice = DeviceKey.generate();
    SignerId stranger = VendorKey.generate().signer();
    Manifest other = fixture.manifest(OTHER, Optional.empty());
    Instant late = Fixture.EXPIRES;
    Refused.with(BAD_SIGNATURE, () -> license.activate(other, stranger, otherDevice, late));
    Refused.with(LICENSE_EXPIRED, () -> license.activate(other, fixture.signer, otherDevice, late));
    Refused.with(
        NO_KEY_FITS, () -> license.activate(other, fixture.signer, otherDevice, Fixture.NOW));
    Refused.with(
        WRONG_MACHINE,
        () -> license.activate(fixture.manifest, fixture.signer, otherDevice, Fixture.NOW));
  }

  @Test
  void aDamagedDeviceKeyIsNamedAsTheCause(@TempDir Path folder) throws Exception {
    // The public half is right and so is the thumbprint; the private half is another key's.
    Path mine = folder.resolve("mine.key");
    Path other = folder.resolve("other.key");
    fixture.device.save(mine, null);
    DeviceKey.generate().save(other, null);
    String d = Forge.between(Files.readString(mine), "\"d\":\"", "\"");
    String d2 = Forge.between(Files.readString(other), "\"d\":\"", "\"");
    Files.writeString(mine, Files.readString(mine).replace(d, d2));
    DeviceKey damaged = DeviceKey.load(mine);
    assertThat(
            Refused.with(
                TAMPERED,
                () -> license.activate(fixture.manifest, fixture.signer, damaged, Fixture.NOW)))
        .hasMessageContaining("the device key is damaged");
  }

  @Test
  void theVendorOpensHisOwnBundlesOnly() {
    Refused.with(NO_KEY_FITS, () -> VendorKey.generate().activation(fixture.manifest));
    // A JWE from one manifest does not open in another.
    Manifest moved =
        Fixture.manifest(OTHER, "acme/minilm", 3, Optional.empty(), fixture.manifest.activation());
    Refused.with(TAMPERED, () -> fixture.vendor.activation(moved));
  }

  @Test
  void theIssuerRefusesWhatCannotBeUsed() {
    LicenseTerms terms = LicenseTerms.expiring(Fixture.EXPIRES).build();
    Refused.with(
        NO_KEY_FITS,
        () ->
            LicenseIssuer.issue(
                VendorKey.generate(),
                fixture.manifest,
                fixture.signer,
                fixture.device.publicKey(),
                terms,
                Fixture.NOW));
    Refused.with(
        USAGE,
        () ->
            LicenseIssuer.issue(
                fixture.vendor,
                fixture.manifest,
                fixture.signer,
                fixture.device.publicKey(),
                terms,
                Fixture.EXPIRES));
    Manifest badLabel =
        Fixture.manifest(
            Fixture.BUNDLE, "a\u001bb", 3, Optional.empty(), fixture.manifest.activation());
    Refused.with(
        USAGE,
        () ->
            LicenseIssuer.issue(
                fixture.vendor,
                badLabel,
                fixture.signer,
                fixture.device.publicKey(),
                terms,
                Fixture.NOW));
  }

  @Test
  void termsOutOfRangeAreRefused() {
    Refused.with(
        USAGE, () -> LicenseTerms.expiring(Fixture.EXPIRES).notBefore(Fixture.EXPIRES).build());
    Refused.with(USAGE, () -> LicenseTerms.expiring(Fixture.EXPIRES).runs(0).build());
    Refused.with(USAGE, () -> LicenseTerms.expiring(Fixture.EXPIRES).runs(1L << 53).build());
    Refused.with(USAGE, () -> LicenseTerms.expiring(Instant.MAX).build());
    Refused.with(USAGE, () -> LicenseTerms.expiring(Instant.EPOCH.minusSeconds(1)).build());
  }
}
