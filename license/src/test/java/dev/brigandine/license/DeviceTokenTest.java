package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.token.RsaPublic;
import dev.brigandine.license.token.TokenKeys;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real tokens: SoftHSM2 and software TPMs, as {@code .ci/tokens} starts them. */
@Tag("tokens")
class DeviceTokenTest {
  private static final Supplier<char[]> PIN = "1234"::toCharArray;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"hsm", "tpm"})
  void aLicenceForATokensKeyOpensWithItAndItAlone(String kind) {
    Fixture fixture = new Fixture();
    Path file = folder.resolve("device.key");
    Path pub = folder.resolve("device.pub");
    DeviceKey made = DeviceKey.generateOnToken(config(kind), name(), PIN);
    made.save(file, null);
    made.publicKey().save(pub);
    DevicePublicKey read = DevicePublicKey.load(pub);
    assertThat(read).isEqualTo(made.publicKey());
    String jwt = issue(fixture, read);
    License licence = License.parse(jwt);
    try (DeviceKey key = DeviceKey.load(file, PIN)) {
      assertThat(key.thumbprint()).isEqualTo(licence.device());
      assertThat(key.token()).isPresent();
      assertThat(key.token().get().openingRsa() == null).isEqualTo(kind.equals("hsm"));
      try (ActivationKey opened =
          licence.activate(fixture.manifest, fixture.signer, key, Fixture.NOW)) {
        assertThat(opened).isEqualTo(fixture.activation);
      }
      assertThat(key.derive("a")).hasSize(32).isEqualTo(made.derive("a"));
      assertThat(key.derive("b")).isNotEqualTo(key.derive("a"));
    }
    DeviceKey other = DeviceKey.generateOnToken(config(kind), name(), PIN);
    Refused.with(
        ErrorCode.WRONG_MACHINE,
        () -> licence.activate(fixture.manifest, fixture.signer, other, Fixture.NOW));
    // The key inside does not open with the other key, even where nobody looks at the name on it.
    assertThat(other.unwrap(licence.key(), licence.id(), dev.brigandine.license.jose.Jca.DEFAULT))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hsm", "tpm"})
  void theKeyIsNotGivenOut(String kind) throws Exception {
    DeviceKey onToken = DeviceKey.generateOnToken(config(kind), name(), PIN);
    SigningKey signing = onToken.signing();
    assertThat(signing.privateKey().getEncoded()).isNull();
    assertThat(signing.privateKey().getFormat()).isNull();
    assertThat(onToken.token().get().isExtractable()).isFalse();
    KeyFactory factory = KeyFactory.getInstance("EC", signing.provider());
    assertThatThrownBy(() -> factory.getKeySpec(signing.privateKey(), PKCS8EncodedKeySpec.class))
        .isInstanceOf(java.security.GeneralSecurityException.class);
    Path file = folder.resolve("device.key");
    onToken.save(file, null);
    assertThat(Files.readString(file)).doesNotContain("\"d\":");
    // Where a file's key does give itself out.
    Path clear = folder.resolve("clear.key");
    DeviceKey.generate().save(clear, null);
    assertThat(Files.readString(clear)).contains("\"d\":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hsm", "tpm"})
  void theTokenSigns(String kind) throws Exception {
    SigningKey signing = DeviceKey.generateOnToken(config(kind), name(), PIN).signing();
    Signature signature = Signature.getInstance("SHA256withECDSA", signing.provider());
    signature.initSign(signing.privateKey());
    signature.update(new byte[] {1, 2, 3});
    byte[] made = signature.sign();
    Signature verifier = Signature.getInstance("SHA256withECDSA", "SunEC");
    verifier.initVerify(signing.publicKey());
    verifier.update(new byte[] {1, 2, 3});
    assertThat(verifier.verify(made)).isTrue();
  }

  @Test
  void aVendorsKeyOnAnHsmIssuesALicenceThatOpens() {
    VendorKey made = VendorKey.generateOnToken(config("hsm"), name(), PIN);
    Path file = folder.resolve("vendor.key");
    made.save(file, null);
    VendorKey vendor = VendorKey.load(file, PIN);
    Fixture fixture = new Fixture();
    dev.brigandine.bundle.Manifest manifest =
        Fixture.manifest(
            Fixture.BUNDLE,
            "acme/minilm",
            3,
            java.util.Optional.empty(),
            vendor.publicKey().wrap(fixture.activation, Fixture.BUNDLE));
    String jwt =
        LicenseIssuer.issue(
            vendor,
            manifest,
            vendor.signer(),
            fixture.device.publicKey(),
            LicenseTerms.expiring(Fixture.EXPIRES).build(),
            Fixture.NOW);
    try (ActivationKey opened =
        License.parse(jwt).activate(manifest, vendor.signer(), fixture.device, Fixture.NOW)) {
      assertThat(opened).isEqualTo(fixture.activation);
    }
    byte[] secret = vendor.derive("rewrite", "acme/minilm", 3, java.util.Optional.empty());
    assertThat(secret)
        .isEqualTo(made.derive("rewrite", "acme/minilm", 3, java.util.Optional.empty()));
  }

  @Test
  void aVendorsKeyOnATpmIsRefused() {
    String name = name();
    assertThat(
            Refused.with(
                ErrorCode.TOKEN_UNAVAILABLE,
                () -> VendorKey.generateOnToken(config("tpm"), name, PIN)))
        .hasMessageContaining("cannot agree on keys");
    // Nothing is left behind under the name.
    DeviceKey.generateOnToken(config("tpm"), name, PIN);
  }

  /** A licence of someone else's: every other one's key is no number below this key's modulus. */
  @Test
  void aTokenGoesOnAfterANumberThatItCannotTake() {
    TokenKeys keys = DeviceKey.generateOnToken(config("tpm"), name(), PIN).token().get();
    byte[] tooLarge = new byte[RsaPublic.LENGTH];
    Arrays.fill(tooLarge, (byte) 0xff);
    for (int i = 0; i < 8; i++) {
      assertThat(keys.raw(tooLarge)).isNull();
    }
    for (int i = 0; i < 3; i++) {
      assertThat(DeviceKey.generateOnToken(config("tpm"), name(), PIN).token().get().own())
          .hasSize(RsaPublic.LENGTH);
    }
  }

  @Test
  void aDeletedKeyIsSaid() {
    DeviceKey made = DeviceKey.generateOnToken(config("hsm"), name(), PIN);
    Path file = folder.resolve("device.key");
    made.save(file, null);
    made.discard(PIN);
    assertThat(Refused.with(ErrorCode.NO_KEY_FITS, () -> DeviceKey.load(file, PIN)))
        .hasMessageContaining("holds no key");
  }

  @Test
  void aTakenNameIsRefused() {
    String name = name();
    DeviceKey.generateOnToken(config("hsm"), name, PIN);
    Refused.with(ErrorCode.USAGE, () -> DeviceKey.generateOnToken(config("hsm"), name, PIN));
  }

  /** On another machine: the thief has the reference file, and the token's whole store. */
  @Test
  void aCopyOfEverythingOpensOnNoOtherTpm() throws Exception {
    Fixture fixture = new Fixture();
    Path file = folder.resolve("device.key");
    DeviceKey made = DeviceKey.generateOnToken(config("tpm"), name(), PIN);
    made.save(file, null);
    List<String> here = new ArrayList<>(List.of());
    assertThat(Child.run(file, here)).as("the same from another process").contains("opened");
    List<String> other = Files.readAllLines(tokens().resolve("other.env"));
    // The other TPM with a store of its own: there is no such key.
    assertThat(Child.run(file, other)).contains("no-key-fits").doesNotContain("opened");
    // The other TPM with a copy of the first one's store.
    Path copy = folder.resolve("store");
    copy(Path.of(System.getenv("TPM2_PKCS11_STORE")), copy);
    List<String> stolen = new ArrayList<>(other);
    stolen.removeIf(line -> line.startsWith("TPM2_PKCS11_STORE="));
    stolen.add("TPM2_PKCS11_STORE=" + copy);
    assertThat(Child.run(file, stolen)).contains("refused").doesNotContain("opened");
    // The copy itself is good: on the first TPM it opens.
    assertThat(Child.run(file, List.of("TPM2_PKCS11_STORE=" + copy))).contains("opened");
    assertThat(fixture.signer).isNotNull();
  }

  @Test
  void whatGoesWrongIsSaidInASentence() throws Exception {
    Path file = folder.resolve("device.key");
    DeviceKey.generateOnToken(config("tpm"), name(), PIN).save(file, null);
    assertThat(Child.run(file, List.of("TPM2_PKCS11_TCTI=swtpm:path=/nowhere")))
        .contains("token-unavailable")
        .doesNotContain("opened");
    assertThat(Child.run(file, List.of("PIN=wrong")))
        .contains("no-key-fits: the token of")
        .contains("refuses the PIN")
        .contains("asked 1");
  }

  @Test
  void howLongItTakes() {
    for (String kind : new String[] {"hsm", "tpm"}) {
      Fixture fixture = new Fixture();
      DeviceKey key = DeviceKey.generateOnToken(config(kind), name(), PIN);
      License licence = License.parse(issue(fixture, key.publicKey()));
      long[] times = new long[50];
      for (int i = 0; i < times.length; i++) {
        long start = System.nanoTime();
        licence.activate(fixture.manifest, fixture.signer, key, Fixture.NOW).close();
        times[i] = System.nanoTime() - start;
      }
      Arrays.sort(times);
      System.out.printf("%s: %.1f ms to open a licence (median of 50)%n", kind, times[25] / 1e6);
    }
  }

  private static String issue(Fixture fixture, DevicePublicKey device) {
    return LicenseIssuer.issue(
        fixture.vendor,
        fixture.manifest,
        fixture.signer,
        device,
        LicenseTerms.expiring(Fixture.EXPIRES).build(),
        Fixture.NOW);
  }

  static Path tokens() {
    String folder = System.getenv("BRIGANDINE_TOKENS");
    if (folder == null) {
      throw new AssertionError(
          "no tokens here: run this by '.ci/tokens mvn -Ptokens …', which says what to install");
    }
    return Path.of(folder);
  }

  private static Path config(String kind) {
    return tokens().resolve(kind + ".cfg");
  }

  private static String name() {
    return "t-" + UUID.randomUUID();
  }

  private static void copy(Path from, Path to) throws Exception {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  /** A process of its own, since a PKCS#11 library takes its environment once. */
  static final class Child {
    private Child() {}

    static String run(Path key, List<String> environment) throws Exception {
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Child.class.getName(),
              key.toString());
      for (String line : environment) {
        int equals = line.indexOf('=');
        builder.environment().put(line.substring(0, equals), line.substring(equals + 1));
      }
      File out = Files.createTempFile("child", ".txt").toFile();
      Process process = builder.redirectErrorStream(true).redirectOutput(out).start();
      process.waitFor();
      String said = Files.readString(out.toPath());
      Files.delete(out.toPath());
      return said;
    }

    public static void main(String[] args) {
      AtomicInteger asked = new AtomicInteger();
      String pin = System.getenv("PIN") == null ? "1234" : System.getenv("PIN");
      try {
        DeviceKey key =
            DeviceKey.load(
                Path.of(args[0]),
                () -> {
                  asked.incrementAndGet();
                  return pin.toCharArray();
                });
        Fixture fixture = new Fixture();
        License licence = License.parse(issue(fixture, key.publicKey()));
        licence.activate(fixture.manifest, fixture.signer, key, Fixture.NOW).close();
        System.out.println("opened " + Instant.now());
      } catch (BrigandineException e) {
        System.out.println("refused " + e.code().id() + ": " + e.getMessage());
        System.out.println(e.hint().orElse(""));
      }
      System.out.println("asked " + asked);
    }
  }
}
