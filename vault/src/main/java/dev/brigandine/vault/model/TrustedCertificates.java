package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates in a PEM file that a licence server's must lead to, instead of the JVM's own. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * @throws BrigandineException ({@link ErrorCode#FILE_UNREADABLE}, {@link ErrorCode#USAGE})
   */
  static SSLContext context(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted" + count++, each);
      }
      if (count == 0) {
        throw new BrigandineException(ErrorCode.USAGE, "there is no certificate in " + pem);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE, "the certificates in " + pem + " cannot be read", null, e);
    } catch (GeneralSecurityException e) {
      throw new BrigandineException(
          ErrorCode.USAGE, pem + " holds no certificates in PEM", null, e);
    }
  }
}
