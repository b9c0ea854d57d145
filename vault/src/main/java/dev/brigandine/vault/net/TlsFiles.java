package dev.brigandine.vault.net;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.config.NetConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * A front's certificate and key, and who may have signed its callers', out of PEM files (RFC 7468).
 * Keys are PKCS#8 and not encrypted: the vault starts without a person. A caller's certificate is
 * good if it leads to the authority and is in its time; revocation lists are *not* asked, so an
 * authority of its own for this vault is best, which is replaced if a caller is to go.
 */
public final class TlsFiles {
  private final KeyManager[] keys;
  private final TrustManager[] callers;

  private TlsFiles(KeyManager[] keys, TrustManager[] callers) {
    this.keys = keys;
    this.callers = callers;
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#USAGE})
   */
  public static TlsFiles read(NetConfig.Tls tls) {
    List<X509Certificate> chain = Pem.certificates(tls.certificate());
    PrivateKey key = Pem.key(tls.key(), chain.get(0).getPublicKey());
    try {
      return new TlsFiles(
          keyManagers(chain, key), trustManagers(tls.clientAuthority().map(Pem::certificates)));
    } catch (GeneralSecurityException | IOException e) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the certificate " + tls.certificate() + " and its key cannot be used together",
          "the certificate's file begins with the server's own, then those that signed it",
          e);
    }
  }

  /** One that holds the server's chain and key. */
  public KeyManager[] keyManagers() {
    return keys.clone();
  }

  /** What decides on callers' certificates; empty if none is asked for. */
  public Optional<TrustManager[]> trustManagers() {
    return Optional.ofNullable(callers).map(TrustManager[]::clone);
  }

  /** Whether callers must show a certificate. */
  public boolean clientCertificates() {
    return callers != null;
  }

  /** All of it for the JDK's TLS. That callers must show a certificate is set where it is used. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // No trust managers would mean the JDK's public authorities; nobody is trusted instead.
      context.init(keys, callers == null ? new TrustManager[0] : callers, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  private static KeyManager[] keyManagers(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    // It never leaves this process's memory, and the key lies beside it.
    char[] none = new char[0];
    store.setKeyEntry("vault", key, none, chain.toArray(new X509Certificate[0]));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trustManagers(Optional<List<X509Certificate>> authorities)
      throws GeneralSecurityException, IOException {
    if (authorities.isEmpty()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (X509Certificate authority : authorities.get()) {
      store.setCertificateEntry("authority" + number++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
