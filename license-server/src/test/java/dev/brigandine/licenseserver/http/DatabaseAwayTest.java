package dev.brigandine.licenseserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.Servers;
import dev.brigandine.licenseserver.service.StubServices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DatabaseAwayTest {
  @Test
  void theServerSaysSoAndRecoversByItself() throws Exception {
    String direct = Servers.postgres();
    int at = direct.lastIndexOf(':') + 1;
    int end = direct.indexOf('/', at);
    try (Line line = new Line(Integer.parseInt(direct.substring(at, end)))) {
      String address = direct.substring(0, at) + line.port() + direct.substring(end);
      LicenseServices services = StubServices.open(address, Clock.systemUTC());
      String admin = services.init().orElseThrow();
      try (LicenseServer server =
          LicenseServer.start(
              new ServerOptions(address, ServerOptions.LOOPBACK, 0, Optional.empty(), 0),
              services,
              StubServices.ISSUER,
              Clock.systemUTC(),
              new SecureRandom(),
              it -> List.of())) {
        String url = server.address();
        ApiClient client = new ApiClient(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
        assertThat(client.post("/v1/customers", admin, "{\"name\":\"before\"}").statusCode())
            .isEqualTo(201);
        line.cut();
        for (String path : List.of("/health", "/v1/customers", "/v1/overview")) {
          HttpResponse<String> away = client.get(path, admin);
          assertThat(away.statusCode()).as(path + away.body()).isEqualTo(503);
          assertThat(ApiClient.json(away).get("code").getAsString()).isEqualTo("unavailable");
          assertThat(away.body()).doesNotContain("postgres", "SQL", "Exception", "jdbc");
          assertThat(away.headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(client.post("/v1/customers", admin, "{\"name\":\"during\"}").statusCode())
            .isEqualTo(503);
        // What needs no database goes on.
        assertThat(client.post("/v1/challenges", null, "").statusCode()).isEqualTo(200);
        assertThat(client.get("/metrics", null).statusCode()).isEqualTo(200);
        line.mend();
        // Each asks the pool, which waits for a connection: seconds at most, and no sleep.
        int status = 0;
        for (int i = 0; i < 100 && status != 200; i++) {
          status = client.get("/health", null).statusCode();
        }
        assertThat(status).isEqualTo(200);
        assertThat(client.post("/v1/customers", admin, "{\"name\":\"after\"}").statusCode())
            .isEqualTo(201);
        assertThat(client.get("/health", null).statusCode()).isEqualTo(200);
        assertThat(client.get("/v1/customers", admin).body())
            .contains("before", "after")
            .doesNotContain("during");
      }
    }
  }

  /** A network line to the database that a test cuts and mends. */
  private static final class Line implements AutoCloseable {
    private final int to;
    private final ServerSocket door;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile boolean cut;

    Line(int to) throws IOException {
      this.to = to;
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      start(this::accept);
    }

    int port() {
      return door.getLocalPort();
    }

    void cut() throws IOException {
      cut = true;
      for (Socket socket : open) {
        socket.close();
      }
    }

    void mend() {
      cut = false;
    }

    private void accept() {
      while (!door.isClosed()) {
        try {
          Socket near = door.accept();
          if (cut) {
            near.close();
            continue;
          }
          Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
          open.addAll(List.of(near, far));
          start(() -> pipe(near, far));
          start(() -> pipe(far, near));
        } catch (IOException e) {
          // Closed, by this test.
        }
      }
    }

    private static void pipe(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // Cut.
      }
    }

    private static void start(Runnable task) {
      Thread thread = new Thread(task);
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void close() throws IOException {
      door.close();
      cut();
    }
  }
}
