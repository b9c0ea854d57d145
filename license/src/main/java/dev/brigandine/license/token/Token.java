package dev.brigandine.license.token;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.LoginException;

/**
 * A PKCS#11 token that this process is logged in to. Logging in is the process's, not this
 * object's: a second {@code Token} of the same configuration asks for no PIN.
 */
public final class Token {
  private final TokenConfig config;
  private final Provider provider;
  private final KeyStore store;

  private Token(TokenConfig config, Provider provider, KeyStore store) {
    this.config = config;
    this.provider = provider;
    this.store = store;
  }

  /**
   * Loads the token's library and logs in, with one attempt.
   *
   * @param config a SunPKCS11 configuration file of at most 16 KiB
   * @param pin asked at most once, and only if the token wants one; may be null; the array is wiped
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE} if the configuration or its
   *     library is missing, {@link ErrorCode#USAGE} if it is malformed, {@link
   *     ErrorCode#TOKEN_UNAVAILABLE} if the token cannot be reached, {@link ErrorCode#NO_KEY_FITS}
   *     for a wrong, locked or missing PIN
   */
  public static Token open(Path config, Supplier<char[]> pin) {
    TokenConfig read = TokenConfig.read(config);
    Provider provider = read.provider();
    boolean done = false;
    try {
      if (provider instanceof AuthProvider auth) {
        logIn(auth, pin, config);
      }
      KeyStore store = KeyStore.getInstance("PKCS11", provider);
      store.load(null, null);
      done = true;
      return new Token(read, provider, store);
    } catch (KeyStoreException e) {
      throw new BrigandineException(
          ErrorCode.TOKEN_UNAVAILABLE,
          "there is no token in the slot that " + config + " names",
          "put it in; 'pkcs11-tool --module LIBRARY -L' lists slots and tokens",
          e);
    } catch (GeneralSecurityException | IOException | ProviderException e) {
      throw Ckr.refuse(config.toString(), "open", e);
    } finally {
      if (!done) {
        read.forget();
      }
    }
  }

  private static void logIn(AuthProvider auth, Supplier<char[]> pin, Path config) {
    boolean[] asked = new boolean[1];
    try {
      auth.login(
          null,
          callbacks -> {
            for (Callback callback : callbacks) {
              if (callback instanceof PasswordCallback password) {
                asked[0] = true;
                char[] typed = pin == null ? null : pin.get();
                if (typed == null) {
                  throw new BrigandineException(
                      ErrorCode.NO_KEY_FITS,
                      "the token of " + config + " needs a PIN and none was given",
                      "give its PIN: --pin-file FILE, or the variable BRIGANDINE_PIN");
                }
                password.setPassword(typed);
                Arrays.fill(typed, '\0');
              }
            }
          });
    } catch (LoginException | ProviderException e) {
      if (e.getCause() instanceof BrigandineException refused) {
        throw refused;
      }
      throw Ckr.refuse(config.toString(), asked[0] ? "take the PIN" : "log in", e);
    }
  }

  /** The configuration's path, as it was given. */
  public Path config() {
    return config.path();
  }

  /** The provider by which the token's keys are used. */
  Provider provider() {
    return provider;
  }

  KeyStore store() {
    return store;
  }

  TokenConfig configuration() {
    return config;
  }

  /** Whether there is a key of this name. */
  boolean has(String alias) {
    try {
      return store.containsAlias(alias);
    } catch (KeyStoreException | ProviderException e) {
      throw Ckr.refuse(config.path().toString(), "list its keys", e);
    }
  }

  /**
   * A private key by its name.
   *
   * @param isIts tells whether a public key is its other half
   */
  PrivateKey key(String alias, java.util.function.Predicate<PublicKey> isIts) {
    try {
      Certificate certificate = store.getCertificate(alias);
      if (certificate == null || !(store.getKey(alias, null) instanceof PrivateKey key)) {
        throw new BrigandineException(
            ErrorCode.NO_KEY_FITS,
            "the token of " + config.path() + " holds no key '" + alias + "'",
            "it was deleted, or this is another token: use the one that the key was made on");
      }
      if (!isIts.test(certificate.getPublicKey())) {
        throw new BrigandineException(
            ErrorCode.NO_KEY_FITS,
            "the token of " + config.path() + " holds another key under the name '" + alias + "'",
            "use the token that the key was made on");
      }
      return key;
    } catch (GeneralSecurityException | ProviderException e) {
      throw Ckr.refuse(config.path().toString(), "give its key", e);
    }
  }

  @Override
  public String toString() {
    return "Token[" + config.path() + "]";
  }
}
