package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import java.nio.file.Path;

/**
 * The public half of a device's key, as the customer sends it to the vendor. The file is a JWK set
 * (RFC 7517) and holds nothing secret. It proves nothing about where the private half lives; a
 * vendor who cares compares the thumbprint with the customer by another way.
 */
public final class DevicePublicKey {
  private final P256 point;

  DevicePublicKey(P256 point) {
    this.point = point;
  }

  /**
   * Reads a device public key file of at most 16 KiB. A point off the curve is refused.
   *
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#USAGE} for a
   *     key file of another sort (a private one too), {@link ErrorCode#TAMPERED} for anything
   *     malformed
   */
  public static DevicePublicKey load(Path path) {
    return new DevicePublicKey(KeyFile.load(path, KeyKind.DEVICE_PUBLIC, null).encryption());
  }

  /**
   * Writes a new file, whole or not at all; an existing one is never replaced.
   *
   * @throws BrigandineException {@link ErrorCode#USAGE} if it exists, {@link ErrorCode#IO} if it
   *     cannot be written
   */
  public void save(Path path) {
    KeyFile.save(JwkSet.ofPublic(null, point), path, null);
  }

  /** RFC 7638 SHA-256 thumbprint, 43 characters of base64url. */
  public String thumbprint() {
    return point.keyId().thumbprint();
  }

  P256 point() {
    return point;
  }

  String wrap(ActivationKey key, String licenceId) {
    return WrappedKey.wrap(key, point, KeyUnwrap.IN_LICENCE, licenceId);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DevicePublicKey that && thumbprint().equals(that.thumbprint());
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
