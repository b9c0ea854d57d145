package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import dev.brigandine.bundle.SignerId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The public halves of a vendor's keys, for whoever wants to pin the vendor, and for sealing a
 * model without the private ones. The file is a JWK set (RFC 7517) and holds nothing secret; it is
 * not signed, so it must reach its user by a way he trusts.
 */
public final class VendorPublicKey {
  private final P256 signing;
  private final P256 encryption;

  VendorPublicKey(P256 signing, P256 encryption) {
    this.signing = signing;
    this.encryption = encryption;
  }

  /**
   * Reads a vendor public key file of at most 16 KiB. Points off the curve are refused.
   *
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#USAGE} for a
   *     key file of another sort (a private one too), {@link ErrorCode#TAMPERED} for anything
   *     malformed
   */
  public static VendorPublicKey load(Path path) {
    JwkSet keys = KeyFile.load(path, KeyKind.VENDOR_PUBLIC, null);
    return new VendorPublicKey(keys.signing(), keys.encryption());
  }

  /**
   * Reads the text of a vendor public key file.
   *
   * @throws BrigandineException as {@link #load}, but for what concerns files
   */
  public static VendorPublicKey parse(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > KeyFile.MAX_SIZE) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "the public key is larger than the " + KeyFile.MAX_SIZE + " bytes allowed");
    }
    JwkSet keys = KeyFile.parse(bytes, "of the licence server", KeyKind.VENDOR_PUBLIC, null);
    return new VendorPublicKey(keys.signing(), keys.encryption());
  }

  /**
   * Writes a new file, whole or not at all; an existing one is never replaced.
   *
   * @throws BrigandineException {@link ErrorCode#USAGE} if it exists, {@link ErrorCode#IO} if it
   *     cannot be written
   */
  public void save(Path path) {
    KeyFile.save(JwkSet.vendor(signing, encryption), path, null);
  }

  /** The fingerprint of the signing key. */
  public SignerId signer() {
    return signing.keyId();
  }

  /** The encryption half as the recipient of a licence. */
  DevicePublicKey encryption() {
    return new DevicePublicKey(encryption, null);
  }

  /**
   * Encrypts an activation key to the vendor's encryption key, for the manifest of one bundle.
   *
   * @param bundleId goes into the key derivation: in another bundle's manifest the result does not
   *     open
   * @return a compact JWE, {@code ECDH-ES+A256KW} with {@code A256GCM}, under 1,000 characters
   */
  public String wrap(ActivationKey key, String bundleId) {
    return WrappedKey.wrap(key, encryption, KeyUnwrap.IN_MANIFEST, bundleId);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VendorPublicKey that
        && signing.keyId().equals(that.signing.keyId())
        && encryption.keyId().equals(that.encryption.keyId());
  }

  @Override
  public int hashCode() {
    return signing.keyId().hashCode();
  }

  @Override
  public String toString() {
    return "VendorPublicKey[" + signing.keyId() + "]";
  }
}
