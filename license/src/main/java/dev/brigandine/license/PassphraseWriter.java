package dev.brigandine.license;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.PasswordBasedEncrypter;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.Failures;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes what {@link PassphraseJwe} reads. */
final class PassphraseWriter {
  private static final int SALT = 16;
  private static final int MAX_PASSPHRASE = 1024;

  private PassphraseWriter() {}

  /** The JWE with a line feed; {@code passphrase} is left to the caller to wipe. */
  static byte[] seal(byte[] content, char[] passphrase) {
    if (passphrase.length == 0 || passphrase.length > MAX_PASSPHRASE) {
      throw new BrigandineException(
          ErrorCode.USAGE, "a passphrase has 1 to " + MAX_PASSPHRASE + " characters");
    }
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
    byte[] utf8 = new byte[encoded.remaining()];
    encoded.get(utf8);
    try {
      JWEObject jwe =
          new JWEObject(
              new JWEHeader.Builder(JWEAlgorithm.PBES2_HS512_A256KW, EncryptionMethod.A256GCM)
                  .contentType(PassphraseJwe.CONTENT_TYPE)
                  .build(),
              new Payload(content));
      jwe.encrypt(new PasswordBasedEncrypter(utf8, SALT, PassphraseJwe.ITERATIONS));
      return (jwe.serialize() + "\n").getBytes(StandardCharsets.US_ASCII);
    } catch (JOSEException e) {
      throw Failures.machine("PBES2", e);
    } finally {
      Arrays.fill(utf8, (byte) 0);
      Arrays.fill(encoded.array(), (byte) 0);
    }
  }
}
