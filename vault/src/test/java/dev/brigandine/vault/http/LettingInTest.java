package dev.brigandine.vault.http;

import static dev.brigandine.vault.http.FakeModel.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.vault.config.NetConfig;
import dev.brigandine.vault.net.ApiKeys;
import dev.brigandine.vault.net.Identity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and certificates. */
class LettingInTest {
  private static final FakeModels MODELS =
      new FakeModels(FakeModel.echo("m", spec("x", "float32", "batch", "2")));

  @TempDir Path folder;

  private static Served start(Optional<Path> keys, Optional<NetConfig.Tls> tls) {
    return Served.start(
        new NetConfig("127.0.0.1", 0, keys, tls, Served.MOST, Duration.ofSeconds(30)),
        MODELS,
        Map.of(),
        null);
  }

  @Test
  void keys() throws Exception {
    ApiKeys.NewKey key = ApiKeys.newKey("app", new SecureRandom());
    ApiKeys.NewKey next = ApiKeys.newKey("next", new SecureRandom());
    Path file = Files.writeString(folder.resolve("keys"), key.line());
    try (Served served = start(Optional.of(file), Optional.empty())) {
      for (String path :
          new String[] {
            "/v2", "/v2/models/m", "/v1/models", "/v2/health", "/nothing", "/v2/health/live/"
          }) {
        HttpResponse<String> answer = served.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(answer.headers().firstValue("Brigandine-Code")).contains("caller-refused");
        assertThat(answer.body()).contains("\"error\"");
      }
      assertThat(served.get("/v2/health/live").statusCode()).isEqualTo(200);
      assertThat(served.get("/v2/health/ready").statusCode()).isEqualTo(200);
      assertThat(with(served, key.key()).statusCode()).isEqualTo(200);
      assertThat(with(served, next.key()).statusCode()).isEqualTo(401);
      // A caller without a key is refused before a byte of his body is read.
      assertThat(
              served.raw(
                  "POST /v2/models/m/infer HTTP/1.1\r\nHost: localhost\r\n"
                      + "Expect: 100-continue\r\nContent-Length: 900000\r\n\r\n"))
          .startsWith("HTTP/1.1 401");
      Files.writeString(file, next.line());
      served.front.reload(List.of());
      assertThat(with(served, next.key()).statusCode()).isEqualTo(200);
      assertThat(with(served, key.key()).statusCode()).isEqualTo(401);
    }
  }

  private static HttpResponse<String> with(Served served, String key) throws Exception {
    return served.send(served.request("/v2").header("Authorization", "Bearer " + key));
  }

  private static HttpResponse<String> call(Served served, SSLContext tls) throws Exception {
    URI live = URI.create(served.front.address() + "/v2");
    return HttpClient.newBuilder()
        .sslContext(tls)
        .build()
        .send(HttpRequest.newBuilder(live).build(), BodyHandlers.ofString());
  }

  @Test
  void overTls() throws Exception {
    Identity server = Identity.make(folder, "server", "EC");
    NetConfig.Tls tls = new NetConfig.Tls(server.certificate(), server.key(), Optional.empty());
    try (Served served = start(Optional.empty(), Optional.of(tls))) {
      assertThat(served.front.address()).startsWith("https://127.0.0.1:");
      HttpResponse<String> answer = call(served, server.trusting(null));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isIn("TLSv1.2", "TLSv1.3");
      assertThatThrownBy(() -> call(served, SSLContext.getDefault()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void byCertificate() throws Exception {
    Identity server = Identity.make(folder, "server", "EC");
    Identity caller = Identity.make(folder, "caller", "RSA");
    Identity stranger = Identity.make(folder, "stranger", "RSA");
    NetConfig.Tls tls =
        new NetConfig.Tls(server.certificate(), server.key(), Optional.of(caller.certificate()));
    try (Served served = start(Optional.empty(), Optional.of(tls))) {
      assertThat(call(served, server.trusting(caller)).statusCode()).isEqualTo(200);
      assertThatThrownBy(() -> call(served, server.trusting(null))).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> call(served, server.trusting(stranger)))
          .isInstanceOf(IOException.class);
      assertThat(call(served, server.trusting(caller)).statusCode()).isEqualTo(200);
    }
  }

  /** TLS connections that rest are not taken for ones whose headers are late. */
  @Test
  void aRestingTlsConnectionStays() throws Exception {
    Identity server = Identity.make(folder, "server", "EC");
    NetConfig.Tls tls = new NetConfig.Tls(server.certificate(), server.key(), Optional.empty());
    NetConfig config =
        new NetConfig(
            "127.0.0.1", 0, Optional.empty(), Optional.of(tls), Served.MOST, Duration.ofSeconds(9));
    Bounds bounds =
        new Bounds(
            1 << 20,
            Duration.ofMillis(200),
            Duration.ofSeconds(9),
            Duration.ofSeconds(60),
            64,
            16,
            8,
            1 << 24);
    try (Served served = Served.start(config, MODELS, Map.of(), bounds);
        javax.net.ssl.SSLSocket socket =
            (javax.net.ssl.SSLSocket)
                server
                    .trusting(null)
                    .getSocketFactory()
                    .createSocket("127.0.0.1", served.front.port())) {
      socket.setSoTimeout(30_000);
      String request = "GET /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes());
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      // Two late ones are swept, so sweeps went by.
      for (int i = 0; i < 2; i++) {
        try (javax.net.ssl.SSLSocket late =
            (javax.net.ssl.SSLSocket)
                server
                    .trusting(null)
                    .getSocketFactory()
                    .createSocket("127.0.0.1", served.front.port())) {
          late.setSoTimeout(30_000);
          late.getOutputStream().write("GET /v2 HT".getBytes());
          assertThat(late.getInputStream().read()).isEqualTo(-1);
        }
      }
      byte[] first = new byte[4_096];
      int read = socket.getInputStream().read(first);
      assertThat(read).isPositive();
      socket.getOutputStream().write(request.getBytes());
      assertThat(socket.getInputStream().read()).isPositive();
    }
  }
}
