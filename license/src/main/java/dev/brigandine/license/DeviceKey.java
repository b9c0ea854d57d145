package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.Jca;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A device's private keys, both on P-256: one opens licences (ECDH-ES+A256KW) and is what they are
 * bound to, the other signs requests to a licence server (ES256). This one lives in a file, so it
 * binds to the file and not to the machine: whoever copies the file, or clones the machine, has the
 * key.
 *
 * <p>{@link #close()} overwrites the key; best effort, since providers and the garbage collector
 * may hold copies.
 */
public final class DeviceKey implements AutoCloseable {
  private final KeyPair256 pair;

  /** Null in files of the first form. */
  private final KeyPair256 signing;

  private DeviceKey(KeyPair256 pair, KeyPair256 signing) {
    this.pair = pair;
    this.signing = signing;
  }

  /** Two fresh key pairs. */
  public static DeviceKey generate() {
    return new DeviceKey(KeyPair256.generate(), KeyPair256.generate());
  }

  /** Reads a device key file that is under no passphrase; see {@link #load(Path, Supplier)}. */
  public static DeviceKey load(Path path) {
    return load(path, null);
  }

  /**
   * Reads a device key file of at most 16 KiB. To keep the start of an application short, that the
   * private half belongs to the public one is not checked here but when a licence does not open.
   *
   * @param passphrase asked only if the file is under one, may be null; the array it returns is
   *     wiped
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#USAGE} for a
   *     key file of another sort, {@link ErrorCode#NO_KEY_FITS} for a wrong or missing passphrase,
   *     {@link ErrorCode#TAMPERED} for anything malformed or damaged
   */
  public static DeviceKey load(Path path, Supplier<char[]> passphrase) {
    JwkSet keys = KeyFile.load(path, KeyKind.DEVICE_PRIVATE, passphrase);
    String what = KeyKind.DEVICE_PRIVATE.noun + " " + path;
    return new DeviceKey(
        keys.encryptionPair(what), keys.signing() == null ? null : keys.signingPair(what));
  }

  /**
   * Writes a new file, readable by its owner alone (mode 0600 where the file system has modes),
   * whole or not at all; an existing file is never replaced.
   *
   * @param passphrase 1 to 1,024 characters, wiped before this returns; null writes the key in the
   *     clear
   * @throws BrigandineException {@link ErrorCode#USAGE} if the file exists or the passphrase is too
   *     short or long, {@link ErrorCode#IO} if it cannot be written
   */
  public void save(Path path, char[] passphrase) {
    KeyFile.save(JwkSet.device(pair, signing), path, passphrase);
  }

  /** The public half, for the vendor. */
  public DevicePublicKey publicKey() {
    return new DevicePublicKey(pair.point(), signing == null ? null : signing.point());
  }

  /** RFC 7638 SHA-256 thumbprint of the encryption key, 43 characters of base64url. */
  public String thumbprint() {
    return pair.point().keyId().thumbprint();
  }

  /**
   * The key that signs requests to a licence server.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if the key file is of the first form,
   *     which had none; {@link ErrorCode#TAMPERED} if its halves do not belong together
   */
  public SigningKey signing() {
    if (signing == null) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "this device key cannot sign, as a licence server asks it to",
          "make a new one with 'brigandine device init'; licences for the old one stay bound to"
              + " it");
    }
    if (!signing.matches()) {
      throw damaged();
    }
    return signing.signingKey();
  }

  /**
   * 32 secret bytes for one purpose, which only this key gives, and gives again.
   *
   * @param purpose a word of the caller's, in ASCII
   * @return the caller's to wipe
   */
  public byte[] derive(String purpose) {
    return VendorSecret.derive(
        pair, "dev.brigandine/1 device", purpose.getBytes(StandardCharsets.US_ASCII));
  }

  /** Opens a licence's key, or null if it does not fit. */
  ActivationKey unwrap(String jwe, String licenceId, Jca jca) {
    ActivationKey key =
        KeyUnwrap.open(
            jwe, pair, KeyUnwrap.IN_LICENCE, licenceId, "the licence's activation key", jca);
    if (key == null && !pair.matches()) {
      throw damaged();
    }
    return key;
  }

  private static BrigandineException damaged() {
    return new BrigandineException(
        ErrorCode.TAMPERED,
        "the device key is damaged: its private half does not belong to its public half",
        "take the key file from a backup, or make a new one and ask for a new licence");
  }

  @Override
  public void close() {
    pair.close();
    if (signing != null) {
      signing.close();
    }
  }

  @Override
  public String toString() {
    return "DeviceKey[" + thumbprint() + "]";
  }
}
