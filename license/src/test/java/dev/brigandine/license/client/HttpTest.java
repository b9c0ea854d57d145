package dev.brigandine.license.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server, or who stands in its place, may send back. */
class HttpTest {
  private static final String ENTITLEMENT = "E".repeat(21) + "A";

  private final AtomicInteger requests = new AtomicInteger();
  private ServerSocket door;

  @AfterEach
  void close() throws IOException {
    if (door != null) {
      door.close();
    }
  }

  /** A server that answers everything with these bytes and hangs up. */
  private Http answering(String answer) throws IOException {
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              while (!door.isClosed()) {
                try (Socket socket = door.accept()) {
                  requests.incrementAndGet();
                  readHead(socket.getInputStream());
                  OutputStream out = socket.getOutputStream();
                  out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
                  out.flush();
                } catch (IOException e) {
                  // Closed by the test, or hung up by the client.
                }
              }
            },
            "answering");
    thread.setDaemon(true);
    thread.start();
    return new Http(options("http://127.0.0.1:" + door.getLocalPort()));
  }

  private static void readHead(InputStream in) throws IOException {
    int last = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      last = last << 8 | b;
      boolean noHttp = last == 0x16;
      if (noHttp || last == 0x0d0a0d0a) {
        return;
      }
    }
  }

  private static ClientOptions options(String address) {
    return ClientOptions.of(URI.create(address), Path.of("unused"), ENTITLEMENT)
        .timeout(Duration.ofMillis(500));
  }

  private static String answer(String status, String headers, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Length: "
        + body.length()
        + "\r\nConnection: close\r\n"
        + headers
        + "\r\n"
        + body;
  }

  private void isAway(Http http, String message) {
    assertThatThrownBy(() -> http.post("/v1/challenges", null, 64))
        .isInstanceOfSatisfying(
            ServerAwayException.class,
            e -> assertThat(e.toBrigandine().code()).isEqualTo(ErrorCode.SERVER_UNREACHABLE))
        .hasMessageContaining(message);
    assertThat(requests.get()).as("never sent twice").isLessThanOrEqualTo(1);
  }

  @Test
  void anAnswerIsRead() throws Exception {
    String headers =
        "Content-Type: Application/JSON; charset=utf-8\r\nBrig-Nonce: abc\r\nRetry-After: 7\r\n";
    Answer answer = answering(answer("200 OK", headers, "{}")).post("/v1/challenges", null, 64);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.type()).isEqualTo("application/json");
    assertThat(answer.nonce()).isEqualTo("abc");
    assertThat(answer.retryAfter()).isEqualTo(7);
    assertThat(answer.body()).asString().isEqualTo("{}");
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    isAway(
        answering(answer("302 Found", "Location: http://127.0.0.1:1/\r\n", "")), "with a redirect");
  }

  @Test
  void aLongAnswerIsNotRead() throws Exception {
    isAway(answering(answer("200 OK", "", "x".repeat(65))), "more than the 64 bytes");
  }

  @Test
  void anEndlessAnswerIsNotRead() throws Exception {
    isAway(answering("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(100_000)), "more than the 64 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ncut",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ncu",
        "HTTP/1.1 20",
        "SSH-2.0-OpenSSH_9.2\r\n",
        ""
      })
  void aCutAnswerIsNoAnswerAndTheRequestIsNotRepeated(String bytes) throws Exception {
    isAway(answering(bytes), "cannot be reached");
  }

  @Test
  void whoSaysNothingIsNotWaitedForLong() throws Exception {
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    isAway(
        new Http(options("http://127.0.0.1:" + door.getLocalPort())), "does not answer within 500");
  }

  @Test
  void whoIsNotThereCannotBeReached() throws Exception {
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    int port = door.getLocalPort();
    door.close();
    isAway(new Http(options("http://127.0.0.1:" + port)), "cannot be reached");
  }

  @Test
  void aServerWithoutTlsIsToldPlainly() throws Exception {
    answering(answer("200 OK", "", ""));
    isAway(new Http(options("https://127.0.0.1:" + door.getLocalPort())), "cannot be protected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://license.example",
        "http://10.0.0.1:8080",
        "http://127.0.0.1.evil.example",
        "http://localhost.evil.example"
      })
  void plainHttpIsForLoopback(String address) {
    assertThatThrownBy(() -> new Http(options(address)))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("plain http");
    new Http(options(address).insecurePlainHttp());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a",
        "a",
        "https://u:p@a",
        "https://a/?q",
        "https://a/#f",
        "file:///etc/passwd"
      })
  void anAddressIsOfOneForm(String address) {
    assertThatThrownBy(() -> options(address))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("address");
  }

  @ParameterizedTest
  @CsvSource({
    "no-free-lease, 409, NO_FREE_LEASE",
    "lease-lost, 409, LEASE_LOST",
    "revoked, 403, REVOKED",
    "license-expired, 403, LICENSE_EXPIRED",
    "unknown, 404, NO_KEY_FITS",
    "forbidden, 403, NO_KEY_FITS",
    "something-new, 418, NO_KEY_FITS"
  })
  void aProblemHasItsCode(String code, int status, ErrorCode expected) throws Exception {
    RefusedException refused =
        Problems.refuse(
            problem(status, "{\"code\":\"" + code + "\",\"detail\":\"so\",\"hint\":\"do\"}"));
    assertThat(refused.code()).isEqualTo(expected);
    assertThat(refused).hasMessage("the licence server refuses (" + code + "): so");
    assertThat(refused.hint()).hasValueSatisfying(hint -> assertThat(hint).startsWith("do"));
    assertThat(refused.hint().orElseThrow()).contains("ask again in 7 s");
  }

  @Test
  void aServersWordsAreMadeFitForATerminal() throws Exception {
    RefusedException refused =
        Problems.refuse(
            problem(
                403,
                "{\"code\":\"forbidden\",\"detail\":\"\\u001b[2Jgone\\u202e\\n"
                    + "x".repeat(1000)
                    + "\"}"));
    assertThat(refused.getMessage()).contains("?[2Jgone??x").hasSizeLessThan(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 429})
  void aServerThatCannotAnswerIsAway(int status) {
    String code = status == 429 ? "rate-limited" : "unavailable";
    assertThatThrownBy(() -> Problems.refuse(problem(status, "{\"code\":\"" + code + "\"}")))
        .isInstanceOf(ServerAwayException.class);
    assertThatThrownBy(() -> Problems.refuse(problem(status, "<html>")))
        .isInstanceOf(ServerAwayException.class);
  }

  private static Answer problem(int status, String body) {
    return new Answer(
        status, "application/problem+json", body.getBytes(StandardCharsets.UTF_8), null, 7, null);
  }
}
