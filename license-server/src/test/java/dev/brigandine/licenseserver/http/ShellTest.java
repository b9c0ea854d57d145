package dev.brigandine.licenseserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellTest {
  private static final String SLOW =
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
          + "Content-Length: 100\r\n\r\n{";

  private static Bounds bounds(boolean wholeBodies, Duration time) {
    return new Bounds(32 * 1024, time, time, Duration.ofSeconds(60), 16_384, 16, wholeBodies);
  }

  private static Shell shell(Bounds bounds) {
    return Shell.start(
        "127.0.0.1",
        0,
        null,
        bounds,
        new Metrics(),
        List.of(
            routes -> {
              Api api = new Api(routes);
              api.post(
                  "/echo",
                  Api.JSON,
                  context -> {
                    JsonBody body = Api.body(context);
                    String text = body.string("text");
                    body.end();
                    Api.json(context, 200, Shown.one("text", text));
                  });
              api.get(
                  "/fails",
                  context -> {
                    throw new IllegalStateException("a secret of the inside");
                  });
              api.get(
                  "/overflows",
                  context -> {
                    throw new StackOverflowError("a secret of the inside");
                  });
            }));
  }

  private static HttpResponse<String> send(Shell shell, String method, String path, String body)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + shell.port() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }

  private static String raw(Shell shell, String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", shell.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void isProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(Problem.TYPE);
    JsonObject json = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertThat(json.get("code").getAsString()).isEqualTo(code);
    assertThat(json.get("status").getAsInt()).isEqualTo(status);
    assertThat(json.get("request").getAsString())
        .isEqualTo(answer.headers().firstValue("Brig-Request").orElseThrow())
        .hasSize(16);
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.body()).doesNotContain("Exception", "Error", "at dev.", "jetty", "secret");
  }

  @Test
  void everyErrorIsAProblem() throws Exception {
    try (Shell shell = shell(Bounds.DEFAULT)) {
      assertThat(send(shell, "POST", "/echo", "{\"text\":\"hi\"}").body())
          .isEqualTo("{\"text\":\"hi\"}");
      isProblem(send(shell, "GET", "/nothing", ""), 404, "unknown");
      HttpResponse<String> other = send(shell, "GET", "/echo", "");
      isProblem(other, 405, "bad-request");
      assertThat(other.headers().firstValue("Allow").orElseThrow()).contains("POST");
      isProblem(send(shell, "POST", "/echo", "x".repeat(40_000)), 413, "too-large");
      isProblem(send(shell, "GET", "/fails", ""), 500, "internal");
      HttpResponse<String> answer = send(shell, "GET", "/overflows", "");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("internal").doesNotContain("secret", "StackOverflow");
      isProblem(send(shell, "POST", "/echo", "{\"text\":\"hi\"}".repeat(2)), 400, "bad-request");
    }
  }

  private static final List<String> BAD_BODIES =
      List.of(
          "",
          "[]",
          "{",
          "{\"text\":1}",
          "{\"text\":null}",
          "{}",
          "{\"text\":\"a\",\"more\":1}",
          "{\"text\":\"a\",\"text\":\"b\"}",
          "{'text':'a'}",
          "{\"text\":\"a\"}}",
          "{\"text\":NaN}",
          "{\"text\":[[[[[[[[[[[[]]]]]]]]]]]]}",
          "{\"text\":1e400}",
          "\u0000");

  @Test
  void aBodyThatIsNotExactlyAsItShouldIsRefused() throws Exception {
    try (Shell shell = shell(Bounds.DEFAULT)) {
      for (String body : BAD_BODIES) {
        isProblem(send(shell, "POST", "/echo", body), 400, "bad-request");
      }
    }
  }

  @Test
  void refusalsNameTheMember() throws Exception {
    try (Shell shell = shell(Bounds.DEFAULT)) {
      assertThat(send(shell, "POST", "/echo", "{}").body()).contains("'text' is missing");
      assertThat(send(shell, "POST", "/echo", "{\"text\":1}").body()).contains("'text' must be");
      assertThat(send(shell, "POST", "/echo", "{\"text\":\"\",\"x<b>\":1}").body())
          .contains("'x?b?' is no member");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET /../../etc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /nothing HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Version: 13\r\nConnection: close\r\n\r\n",
        "GET /echo HTTP/1.1\r\nHost: a\r\nX-HTTP-Method-Override: POST\r\nConnection: close\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"
      })
  void malformedHttpIsAProblemToo(String request) throws Exception {
    try (Shell shell = shell(Bounds.DEFAULT)) {
      String answer = raw(shell, request);
      assertThat(answer).containsPattern("^HTTP/1.1 (4|505)").contains(Problem.TYPE, "\"code\":");
      assertThat(answer).doesNotContain("jetty", "Jetty", "Exception", "<html");
    }
  }

  @Test
  void anotherTypeOfBodyOrAnswerIsRefused() throws Exception {
    try (Shell shell = shell(Bounds.DEFAULT)) {
      String tail = "Host: a\r\nConnection: close\r\nContent-Length: 2\r\n";
      assertThat(raw(shell, "POST /echo HTTP/1.1\r\nContent-Type: text/xml\r\n" + tail + "\r\n{}"))
          .startsWith("HTTP/1.1 415");
      assertThat(raw(shell, "POST /echo HTTP/1.1\r\nAccept: image/png\r\n" + tail + "\r\n{}"))
          .startsWith("HTTP/1.1 406");
    }
  }

  @Test
  void bodyAndHeadersMustArriveInTime() throws Exception {
    try (Shell shell = shell(bounds(true, Duration.ofMillis(300)))) {
      assertThat(raw(shell, SLOW)).startsWith("HTTP/1.1 408").contains(Problem.TYPE);
      // What is never a whole request is closed without an answer.
      assertThat(raw(shell, "POST /echo HTTP/1.1\r\nHos")).isEmpty();
    }
  }

  /** As many as file descriptors allow, two for each; more than a hundred times the threads. */
  @Test
  void slowClientsStopNobody() throws Exception {
    int slow = 4_000;
    try (Shell shell = shell(bounds(true, Duration.ofMinutes(5)))) {
      List<Socket> sockets = hang(shell, slow);
      try {
        for (int i = 0; i < 20; i++) {
          HttpResponse<String> answer = send(shell, "POST", "/echo", "{\"text\":\"hi\"}");
          assertThat(answer.statusCode()).isEqualTo(200);
        }
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
  }

  @Test
  void withoutWholeBodiesAHandfulOfSlowClientsStopsEverybody() throws Exception {
    try (Shell shell = shell(bounds(false, Duration.ofMinutes(5)))) {
      List<Socket> sockets = hang(shell, 100);
      try (Socket healthy = new Socket("127.0.0.1", shell.port())) {
        healthy.setSoTimeout(1_000);
        healthy
            .getOutputStream()
            .write(SLOW.replace("100\r\n\r\n{", "13\r\n\r\n{\"text\":\"hi\"}").getBytes());
        assertThat(
                org.assertj.core.api.Assertions.catchThrowable(
                    () -> healthy.getInputStream().read()))
            .isInstanceOf(java.net.SocketTimeoutException.class);
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
  }

  private static List<Socket> hang(Shell shell, int count) throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket();
      socket.connect(new InetSocketAddress("127.0.0.1", shell.port()), 20_000);
      socket.getOutputStream().write(SLOW.getBytes(StandardCharsets.US_ASCII));
      sockets.add(socket);
    }
    return sockets;
  }
}
