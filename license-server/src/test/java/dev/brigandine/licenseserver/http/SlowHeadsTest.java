package dev.brigandine.licenseserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowHeadsTest {
  private static final String PASSWORD = "correct horse";

  @TempDir Path folder;

  /** Once, every connection over TLS was cut off ten seconds after it began. */
  @Test
  void aTlsConnectionThatIsInOrderStays() throws Exception {
    Path store = store();
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setKeyStorePath(store.toString());
    tls.setKeyStorePassword(PASSWORD);
    tls.setSniRequired(false);
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server, tls);
    connector.setHost("127.0.0.1");
    connector.addBean(new SlowHeads(connector, Duration.ofMillis(200)));
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
          }
        });
    server.start();
    try (SSLSocket socket = socket(store, connector.getLocalPort())) {
      ask(socket);
      for (int sweeps = 0; sweeps < 2; sweeps++) {
        try (SSLSocket silent = socket(store, connector.getLocalPort())) {
          silent.startHandshake();
          // Its headers never come: it is closed when it was looked at.
          assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
      }
      ask(socket);
    } finally {
      server.stop();
    }
  }

  private static void ask(SSLSocket socket) throws Exception {
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as(answer.toString()).isNotNegative();
      answer.append((char) next);
    }
    assertThat(answer).startsWith("HTTP/1.1 200");
  }

  private static SSLSocket socket(Path file, int port) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      trusted.load(null, null);
      trusted.setCertificateEntry("server", store.getCertificate("server"));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private Path store() throws Exception {
    Path store = folder.resolve("server.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String line =
        "-genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=localhost"
            + " -validity 2 -storetype PKCS12 -keystore "
            + store;
    List<String> command = new ArrayList<>();
    command.add(keytool);
    command.addAll(List.of(line.split(" ")));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(said).isZero();
    return store;
  }
}
