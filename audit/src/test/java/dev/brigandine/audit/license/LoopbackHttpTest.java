package dev.brigandine.audit.license;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackHttpTest {
  @Test
  void answersByPathAndBody() throws Exception {
    try (LoopbackHttp http =
        new LoopbackHttp((path, body) -> "{\"" + path + "\":\"" + body + "\"}")) {
      assertThat(ask(http, "POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\n{\"/a\":\"hi\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "nonsense\r\n\r\n",
        "POST /a HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST /a HTTP/1.1\r\nContent-Length: 9999999999\r\n\r\n",
        "POST /a HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n",
        "POST /a HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST /a HTTP/1.1\r\nContent-Length\r\n\r\n"
      })
  void nonsenseGetsNoAnswerAndTheNextIsServed(String nonsense) throws Exception {
    try (LoopbackHttp http = new LoopbackHttp((path, body) -> null)) {
      assertThat(ask(http, nonsense)).isEmpty();
      assertThat(ask(http, "POST /a HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 204 No Content\r\n");
    }
  }

  private static String ask(LoopbackHttp http, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), http.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (SocketException e) {
      return ""; // Hung up on before it had said all.
    }
  }
}
