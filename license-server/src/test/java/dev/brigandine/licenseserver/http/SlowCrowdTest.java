package dev.brigandine.licenseserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("faults")
class SlowCrowdTest {
  private static final int CLIENTS = 10_000;
  private static final String BODY =
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
          + "Content-Length: 100\r\n\r\n{";
  private static final String HEAD = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Ty";

  /**
   * Half stop in their headers, half in their body. Server and clients are two processes, each of
   * which needs a file descriptor a client: a limit of 11,000 is enough.
   */
  @Test
  void tenThousandSlowClientsStopNobody() throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-cp",
                System.getProperty("java.class.path"),
                SlowCrowd.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Socket> slow = new ArrayList<>(CLIENTS);
    try (BufferedReader said = server.inputReader()) {
      int port = Integer.parseInt(said.readLine());
      for (int i = 0; i < CLIENTS; i++) {
        Socket socket = new Socket();
        slow.add(socket);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 20_000);
        send(socket, i % 2 == 0 ? HEAD : BODY);
        if (i % 1_000 == 999) {
          assertThat(ask(port)).as("with " + (i + 1) + " slow clients").isEqualTo(200);
        }
      }
      for (int i = 0; i < 50; i++) {
        assertThat(ask(port)).isEqualTo(200);
      }
      // They are still connected: it was not their leaving that made room.
      for (Socket socket : slow) {
        send(socket, "x");
      }
      assertThat(ask(port)).isEqualTo(200);
      assertThat(server.isAlive()).isTrue();
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
      server.destroyForcibly().waitFor();
    }
  }

  private static void send(Socket socket, String text) throws Exception {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static int ask(int port) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/echo"))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"text\":\"hi\"}"))
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }
}
