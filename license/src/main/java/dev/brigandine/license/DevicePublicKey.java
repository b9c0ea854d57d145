package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.machine.Fingerprint;
import dev.brigandine.license.token.RsaPublic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The public half of a device's key, as the customer sends it to the vendor. The file is a JWK set
 * (RFC 7517) and holds nothing secret. It proves nothing about where the private half lives; a
 * vendor who cares compares the thumbprint with the customer by another way.
 */
public final class DevicePublicKey {
  /** Null if the encryption key is RSA. */
  private final P256 point;

  /** Null if it is on P-256. */
  private final RsaPublic rsa;

  /** Null if it is not told. */
  private final Fingerprint machine;

  /** Null in files of the first form. */
  private final P256 signing;

  DevicePublicKey(P256 point, P256 signing) {
    this(point, null, signing, null);
  }

  DevicePublicKey(P256 point, RsaPublic rsa, P256 signing, Fingerprint machine) {
    this.point = point;
    this.rsa = rsa;
    this.signing = signing;
    this.machine = machine == null || machine.isEmpty() ? null : machine;
  }

  /**
   * Reads a device public key file of at most 16 KiB. A point off the curve is refused.
   *
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#USAGE} for a
   *     key file of another sort (a private one too), {@link ErrorCode#TAMPERED} for anything
   *     malformed
   */
  public static DevicePublicKey load(Path path) {
    return of(KeyFile.load(path, KeyKind.DEVICE_PUBLIC, null));
  }

  /**
   * Reads the text of a device public key file.
   *
   * @throws BrigandineException as {@link #load}, but for what concerns files
   */
  public static DevicePublicKey parse(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > KeyFile.MAX_SIZE) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "the device's public key is larger than the " + KeyFile.MAX_SIZE + " bytes allowed");
    }
    return of(KeyFile.parse(bytes, "of the device", KeyKind.DEVICE_PUBLIC, null));
  }

  private static DevicePublicKey of(JwkSet keys) {
    return new DevicePublicKey(keys.encryption(), keys.rsa(), keys.signing(), keys.machine());
  }

  private JwkSet set() {
    return JwkSet.device(point, signing).with(rsa, machine);
  }

  /** The machine that the key was made on, if the file tells. */
  public Optional<Fingerprint> machine() {
    return Optional.ofNullable(machine);
  }

  /** The text that a file of this key has. */
  public String toJson() {
    return new String(set().toJson(), StandardCharsets.UTF_8);
  }

  /** Whose signature is this device's, if the device can sign. */
  public Optional<SignerId> signer() {
    return signing == null ? Optional.empty() : Optional.of(signing.keyId());
  }

  /**
   * Writes a new file, whole or not at all; an existing one is never replaced.
   *
   * @throws BrigandineException {@link ErrorCode#USAGE} if it exists, {@link ErrorCode#IO} if it
   *     cannot be written
   */
  public void save(Path path) {
    KeyFile.save(set(), path, null);
  }

  /** RFC 7638 SHA-256 thumbprint of the encryption key, 43 characters of base64url. */
  public String thumbprint() {
    return rsa != null ? rsa.thumbprint() : point.keyId().thumbprint();
  }

  P256 point() {
    return point;
  }

  String wrap(ActivationKey key, String licenceId) {
    return rsa != null
        ? WrappedKey.wrap(key, rsa, KeyUnwrap.IN_LICENCE, licenceId)
        : WrappedKey.wrap(key, point, KeyUnwrap.IN_LICENCE, licenceId);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DevicePublicKey that
        && thumbprint().equals(that.thumbprint())
        && signer().equals(that.signer());
  }

  @Override
  public int hashCode() {
    return thumbprint().hashCode();
  }

  @Override
  public String toString() {
    return "DevicePublicKey[" + thumbprint() + "]";
  }
}
