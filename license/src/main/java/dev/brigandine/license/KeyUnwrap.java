package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.Compact;
import dev.brigandine.license.jose.ConcatKdf;
import dev.brigandine.license.jose.ContentEncryption;
import dev.brigandine.license.jose.Failures;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.jose.Json;
import dev.brigandine.license.jose.JsonObject;
import dev.brigandine.license.jose.PublicPoint;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Opens an activation key that travels as a compact JWE: {@code ECDH-ES+A256KW} on P-256 with
 * {@code A256GCM} (RFC 7516, RFC 7518 sections 4.6 and 5.3), header members exactly {@code alg apu
 * apv enc epk}. {@code apu} says where the JWE stands (manifest or licence) and {@code apv} for
 * which bundle or licence it is; both go into the key derivation, so that a JWE does not open in
 * another place.
 */
final class KeyUnwrap {
  /** {@code apu} in a manifest; {@code apv} is then the bundle id. */
  static final String IN_MANIFEST = "dev.brigandine/1 manifest";

  /** {@code apu} in a licence; {@code apv} is then the licence's {@code jti}. */
  static final String IN_LICENCE = "dev.brigandine/1 licence";

  static final String ALGORITHM = "ECDH-ES+A256KW";
  static final int MAX_LENGTH = 2048;

  private KeyUnwrap() {}

  /** Null if the key does not fit; {@code what} names the JWE in the error for a malformed one. */
  static ActivationKey open(
      String jwe, Private256 recipient, String purpose, String context, String what, Jca jca) {
    if (jwe.length() > MAX_LENGTH) {
      throw new BrigandineException(
          ErrorCode.TAMPERED, what + " is longer than " + MAX_LENGTH + " characters");
    }
    String[] parts = Compact.split(jwe, 5, what);
    JsonObject header =
        Json.parseObject(Base64Url.decode(parts[0], what + "'s header"), what + "'s header");
    header.exactly("alg", ALGORITHM);
    header.exactly("enc", "A256GCM");
    byte[] apu = purpose.getBytes(StandardCharsets.US_ASCII);
    byte[] apv = context.getBytes(StandardCharsets.US_ASCII);
    header.exactly("apu", Base64Url.encode(apu));
    header.exactly("apv", Base64Url.encode(apv));
    JsonObject epk = header.object("epk");
    header.end();
    P256 ephemeral = PublicPoint.take(epk, what + "'s ephemeral key");
    epk.end();

    byte[] shared = null;
    byte[] plain = null;
    try {
      shared = recipient.agree(ephemeral, jca);
      byte[] kek = ConcatKdf.derive(shared, ALGORITHM, apu, apv, 256);
      plain = ContentEncryption.open(parts, kek, ActivationKey.LENGTH, what, jca);
      return plain == null ? null : ActivationKey.of(plain);
    } catch (GeneralSecurityException e) {
      throw Failures.machine("key agreement on P-256", e);
    } finally {
      wipe(shared);
      wipe(plain);
    }
  }

  private static void wipe(byte[] secret) {
    if (secret != null) {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
