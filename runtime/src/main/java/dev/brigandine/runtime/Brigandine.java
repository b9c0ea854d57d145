package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.DeviceKey;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Opens protected models.
 *
 * <pre>{@code
 * try (ProtectedModel model = Brigandine.open(bundle, licence, deviceKey)) {
 *   try (ProtectedModel.Result result = model.run(Map.of("x", tensor))) {
 *     float[][] y = (float[][]) result.get(0).getValue();
 *   }
 * }
 * }</pre>
 *
 * <p>Opening verifies the signatures of bundle and licence, checks the licence against the bundle,
 * the device key and the clock, decrypts graph and weights into memory outside the Java heap, hands
 * them to an unmodified ONNX Runtime and wipes them. Nothing decrypted is written to a file.
 *
 * <p>Not guaranteed: protection against someone with rights over this process; that a clock set
 * back is noticed where what this device remembers was deleted, unless the licence asks for it.
 * {@code docs/licensing.md} and {@code docs/threat-model.md} have the whole list.
 */
public final class Brigandine {
  private Brigandine() {}

  /**
   * Opens {@code bundle} with a device key that is not under a passphrase, and default options.
   *
   * @throws BrigandineException as {@link #open(Path, Path, DeviceKey, OpenOptions)}
   */
  public static ProtectedModel open(Path bundle, Path licence, Path deviceKey) {
    return open(bundle, licence, deviceKey, OpenOptions.defaults());
  }

  /**
   * Opens {@code bundle} with a device key that is not under a passphrase.
   *
   * @throws BrigandineException as {@link #open(Path, Path, DeviceKey, OpenOptions)}
   */
  public static ProtectedModel open(
      Path bundle, Path licence, Path deviceKey, OpenOptions options) {
    return Opener.open(
        bundle, LicenseSource.file(licence), DeviceKeySource.file(deviceKey), options);
  }

  /**
   * Opens {@code bundle}.
   *
   * @param bundle the {@code .brig} file; must not change while this method runs
   * @param licence the licence file, a signed JWT
   * @param deviceKey the key the licence was issued to
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#TAMPERED},
   *     {@link ErrorCode#BAD_SIGNATURE}, {@link ErrorCode#RUNTIME_TOO_OLD}, {@link
   *     ErrorCode#NO_KEY_FITS}, {@link ErrorCode#LICENSE_EXPIRED}, {@link ErrorCode#WRONG_MACHINE},
   *     {@link ErrorCode#CLOCK_TURNED_BACK}, {@link ErrorCode#REVOKED}, {@link ErrorCode#ROLLBACK},
   *     {@link ErrorCode#NO_FREE_LEASE}, {@link ErrorCode#ISOLATION_REQUIRED}, {@link
   *     ErrorCode#PROVIDER_UNAVAILABLE}, {@link ErrorCode#ENGINE}, {@link ErrorCode#IO}
   */
  public static ProtectedModel open(
      Path bundle, Path licence, DeviceKey deviceKey, OpenOptions options) {
    return Opener.open(bundle, LicenseSource.file(licence), DeviceKeySource.of(deviceKey), options);
  }

  /**
   * Opens {@code bundle} with a device key that is not under a passphrase.
   *
   * @throws BrigandineException as {@link #open(Path, LicenseSource, DeviceKey, OpenOptions)}
   */
  public static ProtectedModel open(
      Path bundle, LicenseSource licence, Path deviceKey, OpenOptions options) {
    return Opener.open(bundle, licence, DeviceKeySource.file(deviceKey), options);
  }

  /**
   * Opens {@code bundle}.
   *
   * @param bundle the {@code .brig} file; must not change while this method runs
   * @param licence where the licence comes from
   * @param deviceKey the key the licence is issued to; must stay open until the model is closed
   * @throws BrigandineException as {@link #open(Path, Path, DeviceKey, OpenOptions)}; also {@link
   *     ErrorCode#SERVER_UNREACHABLE} if a licence server is needed and does not answer, {@link
   *     ErrorCode#USAGE} if the device key cannot sign
   */
  public static ProtectedModel open(
      Path bundle, LicenseSource licence, DeviceKey deviceKey, OpenOptions options) {
    return Opener.open(bundle, licence, DeviceKeySource.of(deviceKey), options);
  }

  /**
   * Opens {@code bundle} with the device key in a file, which is read once and wiped when it is no
   * longer needed.
   *
   * @param passphrase asked only if the file is under one; the array it returns is wiped
   * @throws BrigandineException as {@link #open(Path, LicenseSource, DeviceKey, OpenOptions)}
   */
  public static ProtectedModel open(
      Path bundle,
      LicenseSource licence,
      Path deviceKey,
      Supplier<char[]> passphrase,
      OpenOptions options) {
    return Opener.open(bundle, licence, DeviceKeySource.file(deviceKey, passphrase), options);
  }

  /**
   * The only model that the vault at {@code socket} serves.
   *
   * @throws BrigandineException as {@link #connect(Path, ConnectOptions)}
   */
  public static ProtectedModel connect(Path socket) {
    return VaultConnector.connect(socket, ConnectOptions.defaults());
  }

  /**
   * A model that the vault at {@code socket} serves.
   *
   * @param model as the vault's operator named it
   * @throws BrigandineException as {@link #connect(Path, ConnectOptions)}
   */
  public static ProtectedModel connect(Path socket, String model) {
    return VaultConnector.connect(socket, ConnectOptions.defaults().model(model));
  }

  /**
   * A model that the vault at {@code socket} serves: the model is there, its answers come here.
   * What differs from a model that is open in this process: {@code getMetadata} knows nothing of
   * the model, run options but {@code setTerminate} have no effect, an interrupted thread's run is
   * cancelled, and outputs cannot be pinned to a tensor that ONNX Runtime made itself as an output.
   * A tensor of a result must not be used once the result is closed, its buffer neither. Closing
   * the model leaves it open in the vault.
   *
   * @throws BrigandineException {@link ErrorCode#VAULT_UNREACHABLE}, {@link
   *     ErrorCode#CALLER_REFUSED}, {@link ErrorCode#MODEL_UNKNOWN}, {@link ErrorCode#OVERLOADED},
   *     {@link ErrorCode#BAD_SIGNATURE} if the model is not by the trusted signer
   */
  public static ProtectedModel connect(Path socket, ConnectOptions options) {
    return VaultConnector.connect(socket, options);
  }
}
