package dev.brigandine.licenseserver.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The server's certificate and key out of a PKCS#12 file. */
final class Tls {
  private Tls() {}

  static SslContextFactory.Server read(Path file, char[] password) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      SslContextFactory.Server tls = new SslContextFactory.Server();
      tls.setKeyStore(store);
      tls.setKeyStorePassword(new String(password));
      tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
      tls.setSniRequired(false);
      return tls;
    } catch (IOException | GeneralSecurityException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "the key store " + file + " cannot be read, or its password is another",
          "make a PKCS#12 file with the certificate chain and its key",
          e);
    }
  }
}
