package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.token.Token;
import dev.brigandine.license.token.TokenKeyMaker;
import dev.brigandine.license.token.TokenKeys;
import java.nio.file.Path;
import java.security.Provider;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A vendor's private keys, both on P-256: one signs bundles and licences (ES256), the other opens
 * the activation key that each bundle carries for its vendor (ECDH-ES+A256KW). Whoever holds them
 * can open every bundle of this vendor and license it to anyone.
 *
 * <p>In a file they are a JWK set (RFC 7517), in the clear or, under a passphrase, as a compact JWE
 * ({@code PBES2-HS512+A256KW}, {@code A256GCM}, 210,000 iterations when written). A passphrase
 * protects the file as well as it is hard to guess, no better. While a {@code VendorKey} is in use
 * its keys are in the memory of the process.
 */
public final class VendorKey {
  private final Private256 signing;
  private final Private256 encryption;

  /** Null if the keys are in a file. */
  private final TokenKeys token;

  private final TokenReference reference;

  private VendorKey(KeyPair256 signing, KeyPair256 encryption) {
    this.signing = signing;
    this.encryption = encryption;
    this.token = null;
    this.reference = null;
  }

  private VendorKey(TokenKeys token, TokenReference reference) {
    this.signing = TokenPair256.signing(token);
    this.encryption = TokenPair256.encryption(token);
    this.token = token;
    this.reference = reference;
  }

  /**
   * Two new keys on a token that can agree on keys (ECDH on P-256), as an HSM or SoftHSM2 can and a
   * TPM by tpm2-pkcs11 cannot. They cannot be backed up: a token that is lost takes with it the
   * right to license every bundle made with it.
   *
   * @param config a SunPKCS11 configuration file
   * @param name of the keys on the token, 1 to 64 letters, digits, dots, hyphens and underscores
   * @param pin asked once if the token wants one; the array is wiped
   * @throws BrigandineException as {@link Token#open} and {@link TokenKeyMaker#make}
   */
  public static VendorKey generateOnToken(Path config, String name, Supplier<char[]> pin) {
    Token token = Token.open(config, pin);
    TokenReference reference = new TokenReference(config.toAbsolutePath().toString(), name);
    return new VendorKey(TokenKeyMaker.make(token, name, false), reference);
  }

  /** Two fresh key pairs. */
  public static VendorKey generate() {
    return new VendorKey(KeyPair256.generate(), KeyPair256.generate());
  }

  /**
   * Reads a vendor key file of at most 16 KiB.
   *
   * @param passphrase asked only if the file is under one, may be null; the array it returns is
   *     wiped
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#USAGE} for a
   *     key file of another sort, {@link ErrorCode#NO_KEY_FITS} for a wrong or missing passphrase,
   *     {@link ErrorCode#TAMPERED} for anything malformed or damaged
   */
  public static VendorKey load(Path path, Supplier<char[]> passphrase) {
    String what = KeyKind.VENDOR_PRIVATE.noun + " " + path;
    JwkSet keys = KeyFile.load(path, KeyKind.VENDOR_PRIVATE, passphrase);
    TokenReference reference = keys.token();
    if (reference != null) {
      Token token = Token.open(reference.path(path), passphrase);
      return new VendorKey(
          TokenKeys.find(token, reference.name(), keys.signing(), keys.encryption(), null),
          reference);
    }
    KeyPair256 signing = keys.signingPair(what);
    KeyPair256 encryption = keys.encryptionPair(what);
    if (!signing.matches() || !encryption.matches()) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          what + " is damaged: a private half does not belong to its public half",
          "take the file from a backup");
    }
    return new VendorKey(signing, encryption);
  }

  /**
   * Writes a new file, readable by its owner alone (mode 0600 where the file system has modes),
   * whole or not at all; an existing file is never replaced.
   *
   * @param passphrase 1 to 1,024 characters, wiped before this returns; null writes the keys in the
   *     clear
   * @throws BrigandineException {@link ErrorCode#USAGE} if the file exists or the passphrase is too
   *     short or long, {@link ErrorCode#IO} if it cannot be written
   */
  public void save(Path path, char[] passphrase) {
    if (token != null) {
      KeyFile.save(JwkSet.onToken(false, token, reference), path, passphrase);
    } else {
      KeyFile.save(JwkSet.vendor((KeyPair256) signing, (KeyPair256) encryption), path, passphrase);
    }
  }

  /** Deletes keys that {@link #generateOnToken} made, when nobody will know of them. */
  public void discard(Supplier<char[]> pin) {
    if (token != null) {
      TokenKeyMaker.discard(Token.open(Path.of(reference.config()), pin), token);
    }
  }

  /** The key that signs bundles and licences. */
  public SigningKey signing() {
    return signing.signingKey();
  }

  /**
   * The same, by a provider of the caller's choice; a key on a token stays with the token's.
   *
   * @param provider has {@code EC} keys and {@code SHA256withECDSA}; null for the JDK's, whose
   *     ES256 takes some twenty times as long as a native library's
   */
  public SigningKey signing(Provider provider) {
    return signing.signingKey(provider);
  }

  /** The public halves. */
  public VendorPublicKey publicKey() {
    return new VendorPublicKey(signing.point(), encryption.point());
  }

  /** The fingerprint of the signing key. */
  public SignerId signer() {
    return signing.point().keyId();
  }

  /**
   * Opens the activation key in a manifest. That the manifest is genuine is for its reader to have
   * checked.
   *
   * @throws BrigandineException {@link ErrorCode#NO_KEY_FITS} if it was sealed for another vendor
   *     key or another bundle, {@link ErrorCode#TAMPERED} if it is malformed
   */
  public ActivationKey activation(Manifest manifest) {
    ActivationKey key =
        KeyUnwrap.open(
            manifest.activation(),
            encryption,
            KeyUnwrap.IN_MANIFEST,
            manifest.bundleId(),
            "the bundle's activation key",
            Jca.DEFAULT);
    if (key == null) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "this vendor key does not open bundle " + manifest.bundleId(),
          "use the vendor key that the model was protected with");
    }
    return key;
  }

  /**
   * Opens the activation key in a licence that lends this key the right to license.
   *
   * @throws BrigandineException {@link ErrorCode#WRONG_MACHINE} if the licence lends it to another
   *     key, {@link ErrorCode#TAMPERED} if the key inside is malformed
   */
  public ActivationKey activation(License delegation) {
    boolean lent =
        delegation.delegate().isPresent()
            && delegation.delegate().get().signer().equals(signer())
            && delegation.device().equals(encryption.point().keyId().thumbprint());
    ActivationKey key =
        lent
            ? KeyUnwrap.open(
                delegation.key(),
                encryption,
                KeyUnwrap.IN_LICENCE,
                delegation.id(),
                "the delegation's activation key",
                Jca.DEFAULT)
            : null;
    if (key == null) {
      throw new BrigandineException(
          ErrorCode.WRONG_MACHINE,
          "the delegation is not for this key, " + signer().thumbprint(),
          "ask the vendor to delegate the bundle to this server's public key");
    }
    return key;
  }

  /**
   * 32 secret bytes for one purpose and one bundle's model, version and customer: the same ones
   * whenever this key is asked, and of no use for any other purpose. {@code docs/licence.md} tells
   * the derivation.
   *
   * <p>Not guaranteed: that two models protected under one id, version and customer get different
   * ones. A version is for one model.
   *
   * @param purpose a word of the caller's, {@code rewrite}
   * @return the caller's to wipe
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if a string is not well-formed Unicode
   */
  public byte[] derive(String purpose, String modelId, long version, Optional<String> customer) {
    return VendorSecret.derive(encryption, purpose, modelId, version, customer);
  }

  @Override
  public String toString() {
    return "VendorKey[" + signing.point().keyId().thumbprint() + "]";
  }
}
