package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.machine.Fingerprint;
import dev.brigandine.license.machine.Machine;
import dev.brigandine.license.token.Token;
import dev.brigandine.license.token.TokenKeyMaker;
import dev.brigandine.license.token.TokenKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A device's private keys, both on P-256: one opens licences (ECDH-ES+A256KW) and is what they are
 * bound to, the other signs requests to a licence server (ES256). One in a file binds to the file
 * and not to the machine: whoever copies the file, or clones the machine, has the key. One on a
 * token ({@link #generateOnToken}) stays there; its encryption key may be RSA (RSA-OAEP-256).
 *
 * <p>{@link #close()} overwrites the key; best effort, since providers and the garbage collector
 * may hold copies.
 */
public final class DeviceKey implements AutoCloseable {
  /** Null if the encryption key is RSA, and so on a token. */
  private final Private256 pair;

  /** Null in files of the first form. */
  private final Private256 signing;

  /** Null if the keys are in a file. */
  private final TokenKeys token;

  private final TokenReference reference;

  private DeviceKey(KeyPair256 pair, KeyPair256 signing) {
    this.pair = pair;
    this.signing = signing;
    this.token = null;
    this.reference = null;
  }

  private DeviceKey(TokenKeys token, TokenReference reference) {
    this.pair = token.openingRsa() == null ? TokenPair256.encryption(token) : null;
    this.signing = TokenPair256.signing(token);
    this.token = token;
    this.reference = reference;
  }

  /** Two fresh key pairs. */
  public static DeviceKey generate() {
    return new DeviceKey(KeyPair256.generate(), KeyPair256.generate());
  }

  /**
   * Two new keys on a token, which cannot be copied from there: as far as the token holds what it
   * says. {@link #save} then writes a file that refers to them and holds nothing secret.
   *
   * @param config a SunPKCS11 configuration file
   * @param name of the keys on the token, 1 to 64 letters, digits, dots, hyphens and underscores
   * @param pin asked once if the token wants one; the array is wiped
   * @throws BrigandineException as {@link Token#open} and {@link TokenKeyMaker#make}
   */
  public static DeviceKey generateOnToken(Path config, String name, Supplier<char[]> pin) {
    Token token = Token.open(config, pin);
    TokenReference reference = new TokenReference(config.toAbsolutePath().toString(), name);
    return new DeviceKey(TokenKeyMaker.make(token, name, true), reference);
  }

  /** Reads a device key file that is under no passphrase; see {@link #load(Path, Supplier)}. */
  public static DeviceKey load(Path path) {
    return load(path, null);
  }

  /**
   * Reads a device key file of at most 16 KiB. To keep the start of an application short, that the
   * private half belongs to the public one is not checked here but when a licence does not open.
   *
   * <p>A file that refers to keys on a token has the token opened. It names a configuration, and
   * that a native library: who may write either can run code in this process.
   *
   * @param passphrase asked only if the file is under one, or for a token's PIN, at most once; may
   *     be null; the array it returns is wiped
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#USAGE} for a
   *     key file of another sort, {@link ErrorCode#NO_KEY_FITS} for a wrong or missing passphrase,
   *     {@link ErrorCode#TAMPERED} for anything malformed or damaged, {@link
   *     ErrorCode#TOKEN_UNAVAILABLE} if a token does not answer
   */
  public static DeviceKey load(Path path, Supplier<char[]> passphrase) {
    JwkSet keys = KeyFile.load(path, KeyKind.DEVICE_PRIVATE, passphrase);
    String what = KeyKind.DEVICE_PRIVATE.noun + " " + path;
    TokenReference reference = keys.token();
    if (reference != null) {
      Token token = Token.open(reference.path(path), passphrase);
      return new DeviceKey(
          TokenKeys.find(token, reference.name(), keys.signing(), keys.encryption(), keys.rsa()),
          reference);
    }
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
    if (token != null) {
      KeyFile.save(JwkSet.onToken(true, token, reference), path, passphrase);
    } else {
      KeyFile.save(JwkSet.device((KeyPair256) pair, (KeyPair256) signing), path, passphrase);
    }
  }

  /** The public half, for the vendor. */
  public DevicePublicKey publicKey() {
    return new DevicePublicKey(
        pair == null ? null : pair.point(),
        token == null ? null : token.openingRsa(),
        signing == null ? null : signing.point(),
        null);
  }

  /**
   * The public half with this machine's traits, for a vendor to bind the licence to. Keys on a
   * token need none.
   */
  public DevicePublicKey publicKey(Machine machine) {
    return token != null
        ? publicKey()
        : new DevicePublicKey(
            pair.point(),
            null,
            signing == null ? null : signing.point(),
            Fingerprint.of(machine, thumbprint()));
  }

  /** Where the keys are, if not in a file. */
  public Optional<TokenKeys> token() {
    return Optional.ofNullable(token);
  }

  /** Deletes keys that {@link #generateOnToken} made, when nobody will know of them. */
  public void discard(Supplier<char[]> pin) {
    if (token != null) {
      TokenKeyMaker.discard(Token.open(Path.of(reference.config()), pin), token);
    }
  }

  /** RFC 7638 SHA-256 thumbprint of the encryption key, 43 characters of base64url. */
  public String thumbprint() {
    return pair == null ? token.openingRsa().thumbprint() : pair.point().keyId().thumbprint();
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
    byte[] info = purpose.getBytes(StandardCharsets.US_ASCII);
    String salt = "dev.brigandine/1 device";
    return pair == null
        ? VendorSecret.expand(token.own(), salt, info)
        : VendorSecret.derive(pair, salt, info);
  }

  /** Opens a licence's key, or null if it does not fit. */
  ActivationKey unwrap(String jwe, String licenceId, Jca jca) {
    if (pair == null) {
      return RsaUnwrap.open(
          jwe, token::raw, KeyUnwrap.IN_LICENCE, licenceId, "the licence's activation key", jca);
    }
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
    if (pair != null) {
      pair.close();
    }
    if (signing != null) {
      signing.close();
    }
  }

  @Override
  public String toString() {
    return "DeviceKey[" + thumbprint() + "]";
  }
}
