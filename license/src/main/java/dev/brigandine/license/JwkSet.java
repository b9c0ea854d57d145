package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.Json;
import dev.brigandine.license.jose.JsonObject;
import dev.brigandine.license.jose.PublicPoint;
import dev.brigandine.license.machine.Fingerprint;
import dev.brigandine.license.token.RsaPublic;
import dev.brigandine.license.token.TokenKeys;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The JWK set (RFC 7517) inside a key file: one encryption key, and before it one signing key,
 * which the first form of device key files lacks. A device's set that has one says so by a member
 * {@code for}. All keys are private or none is. Members are exactly {@code kty crv x y use alg
 * kid}, and {@code d} if private; {@code kid} is the thumbprint (RFC 7638). A device's encryption
 * key may be RSA, on a token. A set whose private halves are on a token has a member {@code token};
 * a public one of a device may have a member {@code machine}.
 */
final class JwkSet {
  private static final String SIGNING = "ES256";
  private static final String ENCRYPTION = KeyUnwrap.ALGORITHM;

  /** Bytes; a machine of 16 traits with 8 hashes each has some 4,000. */
  private static final int MAX_JSON = 12 * 1024;

  private final P256 signing;
  private final P256 encryption;
  private final byte[] signingScalar;
  private final byte[] encryptionScalar;

  private final boolean device;

  /** The encryption key if it is RSA; {@link #encryption} is null then. */
  private RsaPublic rsa;

  /** Where the private halves are, if not in the file. */
  private TokenReference token;

  /** The machine that a device's key was made on, if that is told. */
  private Fingerprint machine;

  private JwkSet(
      boolean device,
      P256 signing,
      byte[] signingScalar,
      P256 encryption,
      byte[] encryptionScalar) {
    this.device = device;
    this.signing = signing;
    this.signingScalar = signingScalar;
    this.encryption = encryption;
    this.encryptionScalar = encryptionScalar;
  }

  /** A vendor's. */
  static JwkSet vendor(KeyPair256 signing, KeyPair256 encryption) {
    return new JwkSet(
        false, signing.point(), signing.scalar(), encryption.point(), encryption.scalar());
  }

  /** A vendor's, public. */
  static JwkSet vendor(P256 signing, P256 encryption) {
    return new JwkSet(false, signing, null, encryption, null);
  }

  /** A device's; {@code signing} may be null. */
  static JwkSet device(KeyPair256 encryption, KeyPair256 signing) {
    return new JwkSet(
        true,
        signing == null ? null : signing.point(),
        signing == null ? null : signing.scalar(),
        encryption.point(),
        encryption.scalar());
  }

  /** A device's, public; {@code signing} may be null. */
  static JwkSet device(P256 encryption, P256 signing) {
    return new JwkSet(true, signing, null, encryption, null);
  }

  /** Public halves, with where the private ones are. */
  static JwkSet onToken(boolean device, TokenKeys keys, TokenReference token) {
    JwkSet set = new JwkSet(device, keys.signingPoint(), null, keys.openingPoint(), null);
    set.rsa = keys.openingRsa();
    set.token = token;
    return set;
  }

  /** {@code rsa} and {@code machine} may be null. */
  JwkSet with(RsaPublic rsa, Fingerprint machine) {
    this.rsa = rsa;
    this.machine = machine == null || machine.isEmpty() ? null : machine;
    return this;
  }

  static JwkSet parse(byte[] json, String what) {
    JsonObject set = Json.parseObject(json, what);
    boolean saysDevice = set.has("for");
    if (saysDevice) {
      set.exactly("for", "device");
    }
    List<?> keys = set.array("keys");
    TokenReference token = set.has("token") ? TokenReference.take(set.object("token"), what) : null;
    Fingerprint machine =
        saysDevice && token == null && set.has("machine")
            ? Fingerprint.take(set.object("machine"), what)
            : null;
    set.end();
    RsaPublic rsa = null;
    P256[] points = new P256[2];
    byte[][] scalars = new byte[2][];
    for (Object element : keys) {
      if (!(element instanceof JsonObject jwk)) {
        throw refuse(what, "has a key that is not an object");
      }
      String use = jwk.string("use");
      boolean isSigning = use.equals("sig");
      int slot = isSigning ? 0 : 1;
      if (!isSigning && !use.equals("enc") || points[slot] != null || !isSigning && rsa != null) {
        throw refuse(what, "must have one encryption key and at most one signing key");
      }
      if (!isSigning && saysDevice && jwk.has("n")) {
        jwk.exactly("alg", RsaUnwrap.ALGORITHM);
        rsa = RsaPublic.take(jwk, what);
        jwk.exactly("kid", rsa.thumbprint());
        jwk.end();
        continue;
      }
      jwk.exactly("alg", isSigning ? SIGNING : ENCRYPTION);
      points[slot] = PublicPoint.take(jwk, what);
      jwk.exactly("kid", points[slot].keyId().thumbprint());
      if (jwk.has("d")) {
        scalars[slot] = Base64Url.decode(jwk.string("d"), P256.COORDINATE, what);
      }
      jwk.end();
    }
    if (points[1] == null && rsa == null) {
      throw refuse(what, "lacks an encryption key");
    }
    if (points[0] != null && (scalars[0] == null) != (scalars[1] == null)) {
      throw refuse(what, "mixes public and private keys");
    }
    if (saysDevice && points[0] == null) {
      throw refuse(what, "lacks a signing key");
    }
    boolean hasScalar = scalars[0] != null || scalars[1] != null;
    if (token != null && (hasScalar || points[0] == null) || machine != null && hasScalar) {
      throw refuse(what, "has members that do not go together");
    }
    JwkSet read =
        new JwkSet(saysDevice || points[0] == null, points[0], scalars[0], points[1], scalars[1]);
    read.rsa = rsa;
    read.token = token;
    read.machine = machine;
    return read;
  }

  KeyKind kind() {
    boolean isPrivate = encryptionScalar != null || token != null;
    if (!device) {
      return isPrivate ? KeyKind.VENDOR_PRIVATE : KeyKind.VENDOR_PUBLIC;
    }
    return isPrivate ? KeyKind.DEVICE_PRIVATE : KeyKind.DEVICE_PUBLIC;
  }

  P256 signing() {
    return signing;
  }

  P256 encryption() {
    return encryption;
  }

  RsaPublic rsa() {
    return rsa;
  }

  /** Null if the private halves are in the file. */
  TokenReference token() {
    return token;
  }

  /** Null if it is not told. */
  Fingerprint machine() {
    return machine;
  }

  KeyPair256 signingPair(String what) {
    return KeyPair256.of(signingScalar, signing, what);
  }

  KeyPair256 encryptionPair(String what) {
    return KeyPair256.of(encryptionScalar, encryption, what);
  }

  /** UTF-8, with a line feed at the end; holds the private keys if there are any. */
  byte[] toJson() {
    // No growing buffer and no String, both of which would leave copies of a private key.
    byte[] out = new byte[MAX_JSON];
    int at =
        put(out, 0, device && signing != null ? "{\"for\":\"device\",\"keys\":[" : "{\"keys\":[");
    if (signing != null && !device) {
      at = putKey(out, at, "sig", SIGNING, signing, signingScalar);
      at = put(out, at, ",");
    }
    if (rsa != null) {
      at =
          put(
              out,
              at,
              "{\"kty\":\"RSA\",\"use\":\"enc\",\"alg\":\""
                  + RsaUnwrap.ALGORITHM
                  + "\",\"kid\":\""
                  + rsa.thumbprint()
                  + "\",\"e\":\"AQAB\",\"n\":\""
                  + rsa.n()
                  + "\"}");
    } else {
      at = putKey(out, at, "enc", ENCRYPTION, encryption, encryptionScalar);
    }
    if (signing != null && device) {
      at = put(out, at, ",");
      at = putKey(out, at, "sig", SIGNING, signing, signingScalar);
    }
    at = put(out, at, "]");
    if (token != null) {
      at = put(out, at, ",\"token\":" + token.toJson());
    }
    if (machine != null) {
      at = put(out, at, ",\"machine\":" + machine.toJson());
    }
    at = put(out, at, "}\n");
    byte[] json = Arrays.copyOf(out, at);
    Arrays.fill(out, (byte) 0);
    return json;
  }

  /** Wipes the private halves that {@link #vendor} and {@link #device} copied. */
  void wipe() {
    if (signingScalar != null) {
      Arrays.fill(signingScalar, (byte) 0);
    }
    if (encryptionScalar != null) {
      Arrays.fill(encryptionScalar, (byte) 0);
    }
  }

  private static int putKey(byte[] out, int at, String use, String alg, P256 point, byte[] scalar) {
    at = put(out, at, "{\"kty\":\"EC\",\"use\":\"" + use + "\",\"alg\":\"" + alg + "\",\"kid\":\"");
    at = put(out, at, point.keyId().thumbprint());
    at = put(out, at, "\",\"crv\":\"P-256\",\"x\":\"" + Base64Url.encode(point.x()));
    at = put(out, at, "\",\"y\":\"" + Base64Url.encode(point.y()));
    if (scalar != null) {
      at = put(out, at, "\",\"d\":\"");
      byte[] text = Base64.getUrlEncoder().withoutPadding().encode(scalar);
      System.arraycopy(text, 0, out, at, text.length);
      at += text.length;
      Arrays.fill(text, (byte) 0);
    }
    return put(out, at, "\"}");
  }

  private static int put(byte[] out, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, out, at, bytes.length);
    return at + bytes.length;
  }

  private static BrigandineException refuse(String what, String how) {
    return new BrigandineException(ErrorCode.TAMPERED, what + " " + how);
  }

  @Override
  public String toString() {
    return "JwkSet[" + kind() + "]";
  }
}
