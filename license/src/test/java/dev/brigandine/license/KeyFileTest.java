package dev.brigandine.license;

import static dev.brigandine.bundle.ErrorCode.FILE_UNREADABLE;
import static dev.brigandine.bundle.ErrorCode.IO;
import static dev.brigandine.bundle.ErrorCode.NO_KEY_FITS;
import static dev.brigandine.bundle.ErrorCode.TAMPERED;
import static dev.brigandine.bundle.ErrorCode.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final VendorKey VENDOR = VendorKey.generate();
  private static final DeviceKey DEVICE = DeviceKey.generate();

  @TempDir Path folder;
  private Path vendorKey;
  private Path vendorPub;
  private Path deviceKey;
  private Path devicePub;

  @BeforeEach
  void writeAllFour() {
    vendorKey = folder.resolve("vendor.key");
    vendorPub = folder.resolve("vendor.pub");
    deviceKey = folder.resolve("device.key");
    devicePub = folder.resolve("device.pub");
    VENDOR.save(vendorKey, null);
    VENDOR.publicKey().save(vendorPub);
    DEVICE.save(deviceKey, null);
    DEVICE.publicKey().save(devicePub);
  }

  @Test
  void eachComesBackAsItWas() {
    assertThat(VendorKey.load(vendorKey, null).publicKey()).isEqualTo(VENDOR.publicKey());
    assertThat(VendorPublicKey.load(vendorPub)).isEqualTo(VENDOR.publicKey());
    assertThat(VendorPublicKey.load(vendorPub).signer()).isEqualTo(VENDOR.signer());
    assertThat(DeviceKey.load(deviceKey).publicKey()).isEqualTo(DEVICE.publicKey());
    assertThat(DevicePublicKey.load(devicePub)).isEqualTo(DEVICE.publicKey());
    assertThat(DEVICE.thumbprint()).isEqualTo(DEVICE.publicKey().thumbprint());
  }

  @Test
  void privateFilesAreTheOwnersAloneAndNothingElseIsLeft() throws Exception {
    Path sealed = folder.resolve("sealed.key");
    VENDOR.save(sealed, "passphrase".toCharArray());
    for (Path path : List.of(vendorKey, deviceKey, sealed)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo("rw-------");
    }
    assertThat(names())
        .containsExactly("device.key", "device.pub", "sealed.key", "vendor.key", "vendor.pub");
  }

  @Test
  void anExistingFileIsNeverReplaced() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "precious");
    Path dangling = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
    for (Path path : List.of(precious, dangling)) {
      var refusal = Refused.with(USAGE, () -> VENDOR.save(path, null));
      assertThat(refusal).hasMessageContaining("exists already");
      assertThat(refusal.hint()).isPresent();
      Refused.with(USAGE, () -> DEVICE.save(path, "p".toCharArray()));
      Refused.with(USAGE, () -> VENDOR.publicKey().save(path));
      Refused.with(USAGE, () -> DEVICE.publicKey().save(path));
    }
    assertThat(precious).hasContent("precious");
    assertThat(folder.resolve("nowhere")).doesNotExist();
    assertThat(names()).hasSize(6);
  }

  @Test
  void aFolderThatIsNotThereIsSaid() {
    Refused.with(IO, () -> VENDOR.save(folder.resolve("no/such/vendor.key"), null));
  }

  @Test
  void theFourSortsAreToldApart() {
    Path sealed = folder.resolve("sealed.key");
    DEVICE.save(sealed, "passphrase".toCharArray());
    for (Path path : List.of(vendorPub, deviceKey, devicePub)) {
      mixedUp(() -> VendorKey.load(path, null), "keygen -o");
    }
    for (Path path : List.of(vendorKey, deviceKey, devicePub, sealed)) {
      mixedUp(() -> VendorPublicKey.load(path), "keygen --pub");
    }
    for (Path path : List.of(vendorKey, vendorPub, devicePub)) {
      mixedUp(() -> DeviceKey.load(path), "device init -o");
    }
    for (Path path : List.of(vendorKey, vendorPub, deviceKey, sealed)) {
      mixedUp(() -> DevicePublicKey.load(path), "device init --pub");
    }
    mixedUp(() -> VendorKey.load(sealed, "passphrase"::toCharArray), "keygen -o");
  }

  private static void mixedUp(Runnable load, String hint) {
    BrigandineException refusal = Refused.with(USAGE, load::run);
    assertThat(refusal.hint().orElseThrow()).contains(hint);
  }

  @Test
  void aPassphraseIsAskedForOnlyIfNeededAndWiped() {
    Path sealed = folder.resolve("sealed.key");
    char[] given = "correct horse".toCharArray();
    VENDOR.save(sealed, given);
    assertThat(given).containsOnly('\0');

    AtomicInteger asked = new AtomicInteger();
    char[] typed = "correct horse".toCharArray();
    Supplier<char[]> ask =
        () -> {
          asked.incrementAndGet();
          return typed;
        };
    VendorKey.load(vendorKey, ask);
    assertThat(asked).hasValue(0);
    assertThat(VendorKey.load(sealed, ask).publicKey()).isEqualTo(VENDOR.publicKey());
    assertThat(asked).hasValue(1);
    assertThat(typed).containsOnly('\0');

    char[] wrong = "wrong".toCharArray();
    Refused.with(NO_KEY_FITS, () -> VendorKey.load(sealed, () -> wrong));
    assertThat(wrong).containsOnly('\0');
    char[] unused = "unused".toCharArray();
    Refused.with(USAGE, () -> VENDOR.save(sealed, unused));
    assertThat(unused).containsOnly('\0');
  }

  @Test
  void aWrongEmptyOrMissingPassphraseFitsNothing() {
    Path sealed = folder.resolve("sealed.key");
    DEVICE.save(sealed, "right".toCharArray());
    for (String wrong : new String[] {"Right", "right ", "", "righ"}) {
      Refused.with(NO_KEY_FITS, () -> DeviceKey.load(sealed, wrong::toCharArray));
    }
    Refused.with(NO_KEY_FITS, () -> DeviceKey.load(sealed, () -> null));
    Refused.with(NO_KEY_FITS, () -> DeviceKey.load(sealed));
    Refused.with(USAGE, () -> DEVICE.save(folder.resolve("new.key"), new char[0]));
    Refused.with(USAGE, () -> DEVICE.save(folder.resolve("new.key"), new char[1025]));
    assertThat(folder.resolve("new.key")).doesNotExist();
  }

  @Test
  void theWorkAPassphraseFileMayAskForIsBoundedBeforeItIsAsked() throws Exception {
    Path sealed = folder.resolve("sealed.key");
    DEVICE.save(sealed, "right".toCharArray());
    String[] parts = Files.readString(sealed).strip().split("\\.", 2);
    String header = Forge.text(parts[0]);
    String[][] edits = {
      {"210000", "2000001"},
      {"210000", "999"},
      {"210000", "-1"},
      {"210000", "99999999999999999999"},
      {"210000", "\"210000\""},
      {"PBES2-HS512+A256KW", "PBES2-HS256+A128KW"},
      {"A256GCM", "A128GCM"},
      {"jwk-set+json", "JWT"},
      {"\"alg\"", "\"zip\":\"DEF\",\"alg\""},
      {"\"p2s\":\"" + Forge.between(header, "\"p2s\":\"", "\""), "\"p2s\":\"AAAA"},
      {"\"p2s\":\"", "\"p2s\":\"" + "AAAA".repeat(20)},
    };
    for (String[] edit : edits) {
      String edited = Forge.b64(Forge.replaced(header, edit[0], edit[1])) + "." + parts[1];
      Files.writeString(sealed, edited);
      Refused.with(
          TAMPERED,
          () ->
              DeviceKey.load(
                  sealed,
                  () -> {
                    throw new AssertionError("the passphrase was asked for");
                  }));
    }
  }

  @Test
  void everyFlippedBitOfAPlainFileIsRefusedOrMeansTheSame() throws Exception {
    byte[] content = Files.readAllBytes(deviceKey);
    String sameFile = new String(content, StandardCharsets.US_ASCII);
    for (int i = 0; i < content.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        content[i] ^= (byte) (1 << bit);
        byte[] altered = content.clone();
        content[i] ^= (byte) (1 << bit);
        JwkSet keys;
        try {
          keys = KeyFile.parse(altered, "altered", KeyKind.DEVICE_PRIVATE, null);
        } catch (BrigandineException e) {
          assertThat(e.code()).isIn(TAMPERED, USAGE, NO_KEY_FITS);
          continue;
        }
        // Only the private half has no checksum of its own; that it fits is checked on use.
        boolean whole =
            keys.encryptionPair("altered").matches() && keys.signingPair("altered").matches();
        boolean spaceForSpace = i == content.length - 1;
        assertThat(whole).as("character %s of %s", i, sameFile).isEqualTo(spaceForSpace);
      }
    }
  }

  @Test
  void aVendorKeyWhoseHalvesDoNotFitIsRefused() throws Exception {
    VendorKey other = VendorKey.generate();
    Path otherKey = folder.resolve("other.key");
    other.save(otherKey, null);
    String mine = Files.readString(vendorKey);
    String theirs = Files.readString(otherKey);
    for (int which = 0; which < 2; which++) {
      String d = Forge.between(mine.substring(which * mine.indexOf("},{")), "\"d\":\"", "\"");
      String d2 = Forge.between(theirs.substring(which * theirs.indexOf("},{")), "\"d\":\"", "\"");
      Path mixed = Files.writeString(folder.resolve("mixed" + which), mine.replace(d, d2));
      assertThat(Refused.with(TAMPERED, () -> VendorKey.load(mixed, null)))
          .hasMessageContaining("damaged")
          .message()
          .doesNotContain(d)
          .doesNotContain(d2);
    }
  }

  @Test
  void sealedFilesThatWereAlteredDoNotOpen() throws Exception {
    Path sealed = folder.resolve("sealed.key");
    DEVICE.save(sealed, "right".toCharArray());
    String jwe = Files.readString(sealed).strip().replaceFirst("^[^.]*", header1000(sealed));
    // One character in each of the four parts after the header.
    String[] parts = jwe.split("\\.");
    for (int part = 1; part < 5; part++) {
      String[] altered = parts.clone();
      char c = parts[part].charAt(2);
      altered[part] =
          parts[part].substring(0, 2) + (c == 'A' ? 'B' : 'A') + parts[part].substring(3);
      Files.writeString(sealed, String.join(".", altered));
      Refused.with(NO_KEY_FITS, () -> DeviceKey.load(sealed, "right"::toCharArray));
    }
  }

  /** The header with less work in it, to keep the test short; that alters the file as well. */
  private static String header1000(Path sealed) throws IOException {
    String header = Forge.text(Files.readString(sealed).split("\\.")[0]);
    return Forge.b64(header.replace("210000", "1000"));
  }

  @Test
  void whatIsNoKeyFileIsRefused() throws Exception {
    String good = Files.readString(deviceKey).strip();
    String key = good.substring(good.indexOf('[') + 1, good.lastIndexOf(']'));
    String[] bad = {
      "",
      "\n",
      " " + good,
      "hello",
      "{}",
      "{\"keys\":[]}",
      "{\"keys\":{}}",
      "{\"keys\":[7]}",
      good + good,
      good.replace("}]}", "}],\"more\":1}"),
      good.replace("}]}", ",\"ext\":1}]}"),
      good.replace("\"kty\":\"EC\"", "\"kty\":\"EC\",\"kty\":\"EC\""),
      good.replace("\"use\":\"enc\"", "\"use\":\"sig\""),
      good.replace("\"use\":\"enc\"", "\"use\":\"all\""),
      good.replace("ECDH-ES+A256KW", "ECDH-ES"),
      good.replace("\"kid\"", "\"kit\""),
      "{\"keys\":[" + key + "," + key + "]}",
      good.replace("P-256", "P-384"),
      "eyJhbGciOiJub25lIn0",
      "eyJhbGciOiJub25lIn0....",
      "[".repeat(10_000),
      "{\"keys\":" + "[".repeat(10_000),
    };
    Path file = folder.resolve("bad.key");
    for (String text : bad) {
      Files.writeString(file, text);
      assertThat(good).as("the edit must take").isNotEqualTo(text);
      BrigandineException refusal = Refused.with(TAMPERED, () -> DeviceKey.load(file));
      assertThat(refusal.getMessage().length()).isLessThan(400);
    }
    Files.write(file, new byte[KeyFile.MAX_SIZE + 1]);
    assertThat(Refused.with(TAMPERED, () -> DeviceKey.load(file))).hasMessageContaining("larger");
    Refused.with(FILE_UNREADABLE, () -> DeviceKey.load(folder.resolve("none.key")));
    Refused.with(ErrorCode.FILE_UNREADABLE, () -> DeviceKey.load(folder));
  }

  @Test
  void aPublicKeyOffTheCurveIsRefused() throws Exception {
    String good = Files.readString(devicePub);
    String x = Forge.between(good, "\"x\":\"", "\"");
    String y = Forge.between(good, "\"y\":\"", "\"");
    Files.writeString(devicePub, good.replace(x, "?").replace(y, x).replace("?", y));
    assertThat(Refused.with(TAMPERED, () -> DevicePublicKey.load(devicePub)))
        .hasMessageContaining("P-256");
  }

  @Test
  void aScalarOutOfRangeIsRefused() {
    P256 point = DEVICE.publicKey().point();
    for (byte[] scalar : new byte[][] {new byte[32], P256.fixed(P256.ORDER), new byte[31]}) {
      Refused.with(TAMPERED, () -> KeyPair256.of(scalar, point, "a key"));
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
