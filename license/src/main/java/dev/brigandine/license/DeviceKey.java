package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.Jca;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A device's private key on P-256 (ECDH-ES+A256KW): what a licence is bound to. This one lives in a
 * file, so it binds to the file and not to the machine: whoever copies the file, or clones the
 * machine, has the key.
 *
 * <p>{@link #close()} overwrites the key; best effort, since providers and the garbage collector
 * may hold copies.
 */
public final class DeviceKey implements AutoCloseable {
  private final KeyPair256 pair;

  private DeviceKey(KeyPair256 pair) {
    this.pair = pair;
  }

  /** A fresh key pair. */
  public static DeviceKey generate() {
    return new DeviceKey(KeyPair256.generate());
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
    return new DeviceKey(keys.encryptionPair(KeyKind.DEVICE_PRIVATE.noun + " " + path));
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
    KeyFile.save(JwkSet.ofPrivate(null, pair), path, passphrase);
  }

  /** The public half, for the vendor. */
  public DevicePublicKey publicKey() {
    return new DevicePublicKey(pair.point());
  }

  /** RFC 7638 SHA-256 thumbprint of the public half, 43 characters of base64url. */
  public String thumbprint() {
    return pair.point().keyId().thumbprint();
  }

  /** Opens a licence's key, or null if it does not fit. */
  ActivationKey unwrap(String jwe, String licenceId, Jca jca) {
    ActivationKey key =
        KeyUnwrap.open(
            jwe, pair, KeyUnwrap.IN_LICENCE, licenceId, "the licence's activation key", jca);
    if (key == null && !pair.matches()) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "the device key is damaged: its private half does not belong to its public half",
          "take the key file from a backup, or make a new one and ask for a new licence");
    }
    return key;
  }

  @Override
  public void close() {
    pair.close();
  }

  @Override
  public String toString() {
    return "DeviceKey[" + thumbprint() + "]";
  }
}
