package dev.brigandine.license.jose;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * A JWT (RFC 7519) in compact form, signed with ES256 by the key in its own header: the form of
 * licences, leases, revocation lists and proofs. A value of this type has a signature that holds;
 * whose key it is, is for the caller to ask.
 *
 * <p>The header is exactly {@code alg jwk kid typ}, and {@code parent} where the caller allows it.
 */
public final class SignedJwt {
  private static final int MAX_HEADER = 1024;

  private final P256 key;
  private final byte[] payload;
  private final String parent;

  private SignedJwt(P256 key, byte[] payload, String parent) {
    this.key = key;
    this.payload = payload;
    this.parent = parent;
  }

  /** What a kind of token is called and how long it may be. */
  public record Kind(String type, int maxLength, boolean mayHaveParent, String what) {}

  /**
   * The signature is checked before the payload is looked at, and the length before anything.
   *
   * @throws BrigandineException {@link ErrorCode#BAD_SIGNATURE} if the signature does not hold or
   *     is of another algorithm, {@link ErrorCode#TAMPERED} for anything malformed
   */
  public static SignedJwt read(String jwt, Kind kind, Jca jca) {
    String what = kind.what();
    if (jwt.length() > kind.maxLength()) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          what + " is longer than the " + kind.maxLength() + " characters allowed",
          "check that this is the right file");
    }
    String[] parts = Compact.split(jwt, 3, what);
    if (!kind.mayHaveParent() && parts[0].length() > MAX_HEADER) {
      throw new BrigandineException(ErrorCode.TAMPERED, what + "'s header is too long");
    }
    byte[] signature = Base64Url.decode(parts[2], what + "'s signature");
    byte[] signed =
        jwt.substring(0, parts[0].length() + 1 + parts[1].length())
            .getBytes(StandardCharsets.UTF_8);

    JsonObject header =
        Json.parseObject(Base64Url.decode(parts[0], what + "'s header"), what + "'s header");
    if (!header.string("alg").equals("ES256")) {
      throw bad(what + " is not signed with ES256, the only algorithm accepted", what);
    }
    header.exactly("typ", kind.type());
    JsonObject jwk = header.object("jwk");
    final String kid = header.string("kid");
    String parent = kind.mayHaveParent() && header.has("parent") ? header.string("parent") : null;
    header.end();
    P256 key = PublicPoint.take(jwk, what + "'s signing key");
    jwk.end();
    if (!kid.equals(key.keyId().thumbprint())) {
      throw bad(what + " names another signing key than the one it carries", what);
    }
    if (!verifies(key, signed, signature, jca)) {
      throw bad(what + "'s signature does not hold: it was altered after it was signed", what);
    }
    return new SignedJwt(key, Base64Url.decode(parts[1], what + "'s claims"), parent);
  }

  private static boolean verifies(P256 key, byte[] signed, byte[] signature, Jca jca) {
    try {
      return key.verifies(
          jca.signature("SHA256withECDSA"), jca.keyFactory("EC"), signature, signed);
    } catch (GeneralSecurityException e) {
      throw Failures.machine("ES256", e);
    }
  }

  private static BrigandineException bad(String message, String what) {
    return new BrigandineException(
        ErrorCode.BAD_SIGNATURE, message, "take " + what + " again from where it came");
  }

  /** The key in the header, which signed. */
  public P256 key() {
    return key;
  }

  /** Its thumbprint. */
  public String signer() {
    return key.keyId().thumbprint();
  }

  /** The payload as it was signed. */
  public JsonObject claims(String what) {
    return Json.parseObject(payload, what);
  }

  /** The payload as it was signed. */
  public byte[] payload() {
    return payload.clone();
  }

  /** The token that lends this one's signer its right, or null. */
  public String parent() {
    return parent;
  }
}
