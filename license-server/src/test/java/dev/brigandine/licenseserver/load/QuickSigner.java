package dev.brigandine.licenseserver.load;

import dev.brigandine.bundle.Crypto;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Proof;
import dev.brigandine.license.VendorKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Random;

/**
 * Proofs as {@link Proof#sign} makes them, at a fraction of the cost: the clients share the cores
 * with the servers that they measure. For one thread.
 */
final class QuickSigner {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final String header;
  private final String device;
  private final String audience;
  private final Signature signature;
  private final Random random = new Random();

  QuickSigner(DeviceKey key, VendorKey server) {
    SigningKey signing = key.signing();
    device = key.thumbprint();
    audience = server.signer().thumbprint();
    String id = Proof.newId(new SecureRandom());
    String model = Proof.sign(signing, "claim", "n", id, server.signer(), device, Map.of());
    header = model.substring(0, model.indexOf('.') + 1);
    try {
      Provider provider = Crypto.best().providerOrNull();
      Crypto crypto = Crypto.best();
      signature =
          provider == null
              ? crypto.sha256WithEcdsa()
              : Signature.getInstance("SHA256withECDSA", provider);
      signature.initSign(
          crypto
              .ecKeys()
              .generatePrivate(new PKCS8EncodedKeySpec(signing.privateKey().getEncoded())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code brig} is the JSON of the arguments. */
  String sign(String op, String nonce, String brig) {
    String payload =
        "{\"op\":\""
            + op
            + "\",\"nonce\":\""
            + nonce
            + "\",\"jti\":\""
            + newId()
            + "\",\"aud\":\""
            + audience
            + "\",\"device\":\""
            + device
            + "\",\"brig\":"
            + brig
            + "}";
    String signed = header + BASE64.encodeToString(payload.getBytes(StandardCharsets.US_ASCII));
    try {
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(raw(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 22 characters that nobody has to be unable to guess here. */
  String newId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /** DER to r and s (RFC 7518 section 3.4). */
  private static byte[] raw(byte[] der) {
    byte[] raw = new byte[64];
    int at = 2;
    for (int end = 32; end <= 64; end += 32) {
      int length = der[at + 1];
      int used = Math.min(length, 32);
      System.arraycopy(der, at + 2 + length - used, raw, end - used, used);
      at += 2 + length;
    }
    return raw;
  }
}
