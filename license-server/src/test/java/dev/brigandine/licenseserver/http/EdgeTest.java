package dev.brigandine.licenseserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.StubServices;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, limits, and the end of a process. */
class EdgeTest {
  private static final char[] PASSWORD = "correct horse".toCharArray();

  @TempDir Path folder;

  @Test
  void overTls() throws Exception {
    Path store = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    assertThat(keytool.waitFor()).as(said).isZero();
    String database = "sqlite:" + folder.resolve("s.db");
    LicenseServices services = StubServices.open(database, Clock.systemUTC());
    String admin = services.init().orElseThrow();
    try (LicenseServer server =
        LicenseServer.start(
            new ServerOptions(
                database,
                ServerOptions.LOOPBACK,
                0,
                Optional.of(new ServerOptions.TlsStore(store, PASSWORD)),
                0),
            services,
            StubServices.ISSUER,
            Clock.systemUTC(),
            new SecureRandom(),
            it -> List.of())) {
      assertThat(server.address()).startsWith("https://");
      HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(store)).build();
      HttpResponse<String> answer =
          trusting.send(request(server, "/v1/customers", admin), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.2", "TLSv1.3");
      // Who does not know the certificate sends nothing.
      assertThat(
              org.assertj.core.api.Assertions.catchThrowable(
                  () ->
                      HttpClient.newHttpClient()
                          .send(request(server, "/health", null), BodyHandlers.ofString())))
          .isInstanceOf(SSLHandshakeException.class);
      // Plain HTTP is not answered as such, and nothing breaks of it.
      int port = URI.create(server.address()).getPort();
      try (Socket plain = new Socket("127.0.0.1", port)) {
        plain.setSoTimeout(10_000);
        plain.getOutputStream().write("GET /health HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
        assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
            .doesNotContain("\"status\":\"up\"");
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("reset");
      }
      assertThat(trusting.send(request(server, "/health", null), BodyHandlers.ofString()).body())
          .contains("up");
    }
  }

  private static HttpRequest request(LicenseServer server, String path, String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  private static SSLContext trusting(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeAgainAndStopsNobodyElse() throws Exception {
    try (Deployed deployed = Deployed.start("sqlite:" + folder.resolve("s.db"), 2)) {
      String viewer = deployed.tokens.get("viewer");
      HttpResponse<String> answer = deployed.client.get("/v1/overview", viewer);
      for (int i = 0; i < 500 && answer.statusCode() == 200; i++) {
        answer = deployed.client.get("/v1/overview", viewer);
      }
      isTooOften(answer);
      assertThat(deployed.client.get("/v1/overview", deployed.tokens.get("issuer")).statusCode())
          .isEqualTo(200);
      // One who signs by a key of his own in the name of another's device uses up his own only.
      ApiClient thief = new ApiClient(deployed.port());
      HttpResponse<String> his = null;
      for (int i = 0; i < 500 && (his == null || his.statusCode() != 429); i++) {
        his =
            thief.send(
                "POST",
                "/v1/leases",
                null,
                Api.JOSE,
                thief.proof(
                    "claim",
                    deployed.nonce(),
                    StubServices.ISSUER,
                    deployed.claim("T".repeat(22), i)));
      }
      isTooOften(his);
      Deployed.Request mine = deployed.request("/v1/leases/{id}/renew");
      assertThat(deployed.client.ask(mine.path(), mine.op(), mine.brig()).statusCode())
          .isEqualTo(200);
    }
  }

  private static void isTooOften(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(ApiClient.json(answer).get("code").getAsString()).isEqualTo("rate-limited");
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 2);
  }

  /** Every customer whose 201 arrived is there; a request that got no answer was not begun. */
  @Test
  void aTermSignalLosesNoRequestThatWasBegun() throws Exception {
    String address = "sqlite:" + folder.resolve("s.db");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Terminated.class.getName(),
                address)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> made = new java.util.concurrent.CopyOnWriteArrayList<>();
    List<String> odd = new java.util.concurrent.CopyOnWriteArrayList<>();
    AtomicInteger cut = new AtomicInteger();
    try (BufferedReader out = process.inputReader()) {
      String[] said = out.readLine().split(" ");
      ApiClient client = new ApiClient(Integer.parseInt(said[0]));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int me = i;
        Thread thread = new Thread(() -> create(client, said[1], me, made, odd, cut));
        thread.start();
        threads.add(thread);
      }
      while (made.size() < 100) {
        Thread.onSpinWait();
        Thread.yield();
      }
      process.destroy();
      for (Thread thread : threads) {
        thread.join();
      }
      // 128 + 15: it ended by the signal, after its hooks.
      assertThat(process.waitFor()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
    assertThat(odd).isEmpty();
    try (LicenseServices services = StubServices.open(address, Clock.systemUTC())) {
      List<String> there = Terminated.customers(services);
      assertThat(there).containsAll(made);
      // At most the one of each thread that was cut off could be there besides.
      assertThat(there).hasSizeLessThanOrEqualTo(made.size() + cut.get());
      assertThat(Terminated.isWhole(services)).isTrue();
    }
  }

  private static void create(
      ApiClient client,
      String token,
      int me,
      List<String> made,
      List<String> odd,
      AtomicInteger cut) {
    for (int n = 0; ; n++) {
      String name = me + "-" + n;
      try {
        HttpResponse<String> answer =
            client.post("/v1/customers", token, "{\"name\":\"" + name + "\"}");
        if (answer.statusCode() == 201) {
          made.add(name);
        } else if (answer.statusCode() == 503) {
          return;
        } else {
          odd.add(answer.statusCode() + answer.body());
          return;
        }
      } catch (IOException e) {
        cut.incrementAndGet();
        return;
      } catch (Exception e) {
        odd.add(e.toString());
        return;
      }
    }
  }
}
