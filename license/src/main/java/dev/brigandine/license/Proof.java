package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.jose.JsonObject;
import dev.brigandine.license.jose.SignedJwt;
import dev.brigandine.license.jose.SignedJwtWriter;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A device's request to a licence server, signed with its key: a JWS (RFC 7515) with ES256 whose
 * payload names what is asked, the server's challenge, and for which server it is.
 *
 * <p>A value that was read has a signature that holds by the key in its own header. Whether that is
 * the device's key, whether the challenge is the server's and still fresh, and whether it was seen
 * before, are for the server to check.
 *
 * @param signer thumbprint of the signing key
 * @param op what is asked: activate, claim, renew, release, usage
 * @param nonce the server's challenge, 1 to 256 characters
 * @param id of this request, 22 random characters
 * @param audience thumbprint of the server's signing key
 * @param device thumbprint of the device's encryption key
 * @param brig the arguments, to be taken one by one
 */
public record Proof(
    SignerId signer,
    String op,
    String nonce,
    String id,
    String audience,
    String device,
    JsonObject brig) {
  /** What a device may ask. */
  public static final Set<String> OPERATIONS =
      Set.of("activate", "claim", "renew", "release", "usage");

  /** The most characters a proof may have. */
  public static final int MAX_LENGTH = 16 * 1024;

  private static final String TYPE = "brig-proof+jwt";
  private static final int MAX_NONCE = 256;
  private static final SignedJwt.Kind KIND =
      new SignedJwt.Kind(TYPE, MAX_LENGTH, false, "the proof");

  /**
   * Parses and verifies.
   *
   * @param provider where to take primitives from as far as it has them; may be null
   * @throws BrigandineException {@link ErrorCode#BAD_SIGNATURE}, {@link ErrorCode#TAMPERED}
   */
  public static Proof parse(String jws, Provider provider) {
    SignedJwt token = SignedJwt.read(jws, KIND, provider == null ? Jca.DEFAULT : new Jca(provider));
    JsonObject claims = token.claims("the proof");
    Proof proof =
        new Proof(
            token.key().keyId(),
            claims.string("op"),
            claims.label("nonce", MAX_NONCE),
            claims.id("jti"),
            claims.thumbprint("aud"),
            claims.thumbprint("device"),
            claims.object("brig"));
    claims.end();
    if (!OPERATIONS.contains(proof.op)) {
      throw new BrigandineException(
          ErrorCode.TAMPERED, "the proof: member 'op' must be one of " + OPERATIONS);
    }
    return proof;
  }

  /** A fresh id. */
  public static String newId(SecureRandom random) {
    byte[] bytes = new byte[JsonObject.ID_BYTES];
    random.nextBytes(bytes);
    return Base64Url.encode(bytes);
  }

  /**
   * Signs a request.
   *
   * @param key the device's {@link DeviceKey#signing()}
   * @param id a fresh {@link #newId}, by which the answer can be told
   * @param brig the arguments: strings, whole numbers, lists and maps of them
   */
  public static String sign(
      SigningKey key,
      String op,
      String nonce,
      String id,
      SignerId audience,
      String device,
      Map<String, Object> brig) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("op", op);
    claims.put("nonce", nonce);
    claims.put("jti", id);
    claims.put("aud", audience.thumbprint());
    claims.put("device", device);
    claims.put("brig", brig);
    return SignedJwtWriter.sign(key, TYPE, claims, null);
  }

  @Override
  public String toString() {
    return "Proof[" + op + " " + id + "]";
  }
}
