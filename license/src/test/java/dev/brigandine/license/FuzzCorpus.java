package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Writes the seeds of the fuzz tests' corpus: {@code main} takes the folder {@code
 * src/test/resources/dev/brigandine/license}. The keys in them were made for this and protect
 * nothing.
 */
final class FuzzCorpus {
  private final Path root;

  private FuzzCorpus(Path root) {
    this.root = root;
  }

  public static void main(String[] args) throws IOException {
    new FuzzCorpus(Path.of(args[0])).write();
  }

  private void write() throws IOException {
    Fixture fixture = new Fixture();
    Forge forge = new Forge(fixture);
    String good = forge.signed();
    put("LicenseFuzzTest", "licence", "good", good);
    put("LicenseFuzzTest", "licence", "unsigned", forge.unsigned() + ".");
    put("LicenseFuzzTest", "licence", "line-feed", good + "\n");
    put("LicenseFuzzTest", "licence", "cut", good.substring(0, good.length() / 2));
    put("LicenseFuzzTest", "licence", "dots", "....");
    put("LicenseFuzzTest", "licence", "empty", "");
    put("LicenseFuzzTest", "licence", "zero-signature", forge.unsigned() + "." + "A".repeat(86));
    put(
        "LicenseFuzzTest",
        "licence",
        "alg-none",
        new Forge(fixture).header("\"ES256\"", "\"none\"").unsigned() + ".");

    String claims = forge.claims.replace(fixture.signer.thumbprint(), "A".repeat(43));
    put("LicenseFuzzTest", "claims", "good", claims);
    put(
        "LicenseFuzzTest",
        "claims",
        "with-runs",
        claims.replace("\"version\":3", "\"version\":3,\"runs\":7"));
    put("LicenseFuzzTest", "claims", "escapes", claims.replace("north", "n\\u00f6\\ud83d\\udd11"));
    put("LicenseFuzzTest", "claims", "half-pair", claims.replace("north", "n\\ud83d"));
    put("LicenseFuzzTest", "claims", "deep", "{\"iss\":" + "[".repeat(64));
    put("LicenseFuzzTest", "claims", "number", "{\"iat\":-9223372036854775809}");
    put("LicenseFuzzTest", "claims", "twice", claims.replace("\"aud\"", "\"iss\""));

    ActivationKey key = ActivationKey.generate(new SecureRandom());
    String jwe =
        WrappedKey.wrap(key, fixture.device.publicKey().point(), KeyUnwrap.IN_LICENCE, "licence");
    put("LicenseFuzzTest", "wrappedKey", "good-for-another", jwe);
    put("LicenseFuzzTest", "wrappedKey", "cut", jwe.substring(0, jwe.lastIndexOf('.')));
    put(
        "LicenseFuzzTest",
        "wrappedKey",
        "header-only",
        jwe.substring(0, jwe.indexOf('.')) + "....");
    put("LicenseFuzzTest", "wrappedKey", "dots", "....");

    Path temp = Files.createTempDirectory("corpus");
    fixture.vendor.save(temp.resolve("vendor"), null);
    fixture.vendor.publicKey().save(temp.resolve("vendor-public"));
    fixture.device.save(temp.resolve("device"), null);
    fixture.device.publicKey().save(temp.resolve("device-public"));
    fixture.device.save(temp.resolve("device-sealed"), "passphrase".toCharArray());
    for (String name :
        new String[] {"vendor", "vendor-public", "device", "device-public", "device-sealed"}) {
      String text = Files.readString(temp.resolve(name));
      put("KeyFileFuzzTest", "keyFile", name, text);
      put("KeyFileFuzzTest", "keyFile", name + "-cut", text.substring(0, text.length() / 2));
    }
    put("KeyFileFuzzTest", "keyFile", "no-keys", "{\"keys\":[]}");
    put("KeyFileFuzzTest", "keyFile", "deep", "{\"keys\":" + "[".repeat(64));
    put("KeyFileFuzzTest", "keyFile", "empty", "");
  }

  private void put(String test, String method, String name, String text) throws IOException {
    Path folder = Files.createDirectories(root.resolve(test + "Inputs").resolve(method));
    Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }
}
