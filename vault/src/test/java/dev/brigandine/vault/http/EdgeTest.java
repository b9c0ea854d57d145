package dev.brigandine.vault.http;

import static dev.brigandine.vault.http.FakeModel.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a caller may take up, and the end. */
@Timeout(120)
class EdgeTest {
  private static final String INFER = "/v2/models/m/infer";
  private static final String GOOD =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}";
  private static final FakeModels MODELS =
      new FakeModels(FakeModel.echo("m", spec("x", "float32", "batch", "2")));

  private static void lives(Served served) throws Exception {
    assertThat(served.post(INFER, GOOD).statusCode()).isEqualTo(200);
    served.awaitRest();
  }

  private static Served start(Duration bodyTimeout) {
    return Served.start(Served.config(bodyTimeout), MODELS, Map.of(), null);
  }

  private static Bounds bounds(int runs, long memory) {
    return new Bounds(
        (int) Served.MOST,
        Duration.ofMillis(1_500),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        64,
        16,
        runs,
        memory);
  }

  @Test
  void bodiesOverTheLimit() throws Exception {
    try (Served served = Served.start(MODELS)) {
      String most = " ".repeat((int) Served.MOST - GOOD.length()) + GOOD;
      assertThat(served.post(INFER, most).statusCode()).isEqualTo(200);
      HttpResponse<String> answer = served.post(INFER, " " + most);
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.headers().firstValue("Brigandine-Code")).contains("too-large");
      assertThat(answer.body()).startsWith("{\"error\":\"");
      lives(served);
    }
  }

  /** Without a length, 100 MB: refused while it is read, and no more than a megabyte was kept. */
  @Test
  void aHundredMegabytesInChunks() throws Exception {
    try (Served served = Served.start(MODELS);
        Socket socket = served.socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(ascii("POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\n"));
      out.write(ascii("Transfer-Encoding: chunked\r\n\r\n"));
      byte[] chunk = new byte[1 << 20];
      java.util.Arrays.fill(chunk, (byte) ' ');
      boolean refused = false;
      for (int i = 0; i < 100 && !refused; i++) {
        try {
          out.write(ascii(Integer.toHexString(chunk.length) + "\r\n"));
          out.write(chunk);
          out.write(ascii("\r\n"));
          out.flush();
        } catch (IOException e) {
          refused = true;
        }
        assertThat(served.front.memoryUsed()).isLessThanOrEqualTo(Served.MOST);
      }
      lives(served);
    }
  }

  @Test
  void aLengthOfTerabytes() throws Exception {
    try (Served served = Served.start(MODELS)) {
      String answer =
          served.raw(
              "POST "
                  + INFER
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999999999\r\n\r\n{");
      assertThat(answer).startsWith("HTTP/1.1 413").contains("{\"error\":\"");
      lives(served);
    }
  }

  @Test
  void lengthsThatContradict() throws Exception {
    try (Served served = Served.start(MODELS)) {
      for (String length :
          new String[] {
            "Content-Length: -1",
            "Content-Length: 1\r\nContent-Length: 2",
            "Content-Length: x",
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: gzip",
          }) {
        String answer =
            served.raw("POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n\r\n");
        assertThat(answer).as(length).startsWith("HTTP/1.1 400").contains("{\"error\":\"");
      }
      lives(served);
    }
  }

  @Test
  void chunkedBodiesAreBodies() throws Exception {
    try (Served served = Served.start(MODELS)) {
      StringBuilder request =
          new StringBuilder("POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\n");
      request.append("Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (char c : GOOD.toCharArray()) {
        request.append("1\r\n").append(c).append("\r\n");
      }
      assertThat(served.raw(request + "0\r\n\r\n"))
          .startsWith("HTTP/1.1 200")
          .contains("\"data\":[1.0,2.0]");
      assertThat(served.raw(request + "zz\r\n\r\n")).startsWith("HTTP/1.1 400");
      lives(served);
    }
  }

  @Test
  void slowBodies() throws Exception {
    try (Served served = start(Duration.ofMillis(300))) {
      String answer =
          served.raw(
              "POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
      assertThat(answer).startsWith("HTTP/1.1 408").contains("Brigandine-Code: timed-out");
      lives(served);
    }
  }

  @Test
  void slowHeaders() throws Exception {
    try (Served served =
        Served.start(Served.config(Duration.ofSeconds(30)), MODELS, Map.of(), bounds(8, 1 << 24))) {
      assertThat(served.raw("GET /v2 HTTP/1.1\r\nHost: loc")).isEmpty();
      lives(served);
    }
  }

  @Test
  void aCallerWhoGoesInTheMiddle() throws Exception {
    try (Served served = Served.start(MODELS)) {
      for (int i = 0; i < 20; i++) {
        try (Socket socket = served.socket()) {
          socket
              .getOutputStream()
              .write(
                  ascii(
                      "POST "
                          + INFER
                          + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{"));
          socket.setSoLinger(true, 0);
        }
      }
      lives(served);
    }
  }

  @Test
  void thousandsOfHeadersAndOddRequests() throws Exception {
    try (Served served = Served.start(MODELS)) {
      String many = "X-A: b\r\n".repeat(5_000);
      assertThat(served.raw("GET /v2 HTTP/1.1\r\nHost: localhost\r\n" + many + "\r\n"))
          .startsWith("HTTP/1.1 431")
          .contains("{\"error\":\"");
      for (String odd :
          new String[] {
            "nonsense\r\n\r\n",
            "GET /v2/models/%2e%2e/x HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /v2/models/a%2fb HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /v2/models/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /v2 HTTP/1.1\r\n\r\n",
            "GET /v2 HTTP/3.0\r\nHost: localhost\r\n\r\n",
            "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "POST "
                + INFER
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\n"
                + "Content-Length: 2\r\nConnection: close\r\n\r\n{}",
            "GET /v2 HTTP/1.1\r\nHost: localhost\r\nX-HTTP-Method-Override: POST\r\n"
                + "Connection: close\r\n\r\n",
            "GET /v2 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n",
          }) {
        // Half closed, so that an answer without a close ends, too.
        try (Socket socket = served.socket()) {
          socket.getOutputStream().write(ascii(odd));
          socket.shutdownOutput();
          String answer = new String(socket.getInputStream().readAllBytes());
          assertThat(answer)
              .as(odd)
              .matches("(?s)HTTP/1.1 (4\\d\\d|505) .*")
              .contains("{\"error\":\"");
        }
      }
      lives(served);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aPageOfAnotherOriginIsNotLetIn() throws Exception {
    try (Served served = Served.start(MODELS)) {
      String end = "Connection: close\r\n\r\n";
      assertThat(served.raw("GET /v2 HTTP/1.1\r\nHost: evil.example\r\n" + end))
          .startsWith("HTTP/1.1 403")
          .contains("Brigandine-Code: caller-refused");
      for (String host : new String[] {"localhost", "localhost:8490", "127.0.0.1:1", "[::1]:80"}) {
        assertThat(served.raw("GET /v2 HTTP/1.1\r\nHost: " + host + "\r\n" + end))
            .startsWith("HTTP/1.1 200");
      }
      for (String origin :
          new String[] {"https://evil.example", "null", "http://localhost.evil.example:80", "x"}) {
        HttpResponse<String> answer =
            served.send(
                served.request(INFER).header("Origin", origin).POST(BodyPublishers.ofString(GOOD)));
        assertThat(answer.statusCode()).as(origin).isEqualTo(403);
      }
      for (String origin :
          new String[] {"http://localhost:3000", "http://[::1]", "http://[::1]:9"}) {
        HttpResponse<String> answer =
            served.send(
                served.request(INFER).header("Origin", origin).POST(BodyPublishers.ofString(GOOD)));
        assertThat(answer.statusCode()).as(origin).isEqualTo(200);
      }
    }
  }

  @Test
  void memoryOfAllTogetherIsBounded() throws Exception {
    try (Served served =
        Served.start(Served.config(Duration.ofSeconds(30)), MODELS, Map.of(), bounds(8, 200_000))) {
      HttpResponse<String> answer = served.post(INFER, " ".repeat(400_000) + GOOD);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Brigandine-Code")).contains("overloaded");
      // The body fits, its tensor does not.
      StringBuilder data = new StringBuilder("0,0");
      for (int i = 0; i < 30_000; i++) {
        data.append(",0,0");
      }
      String body =
          "{\"inputs\":[{\"name\":\"x\",\"shape\":[30001,2],\"datatype\":\"FP32\",\"data\":["
              + data
              + "]}]}";
      assertThat(served.post(INFER, body).statusCode()).isEqualTo(503);
      lives(served);
    }
  }
}
