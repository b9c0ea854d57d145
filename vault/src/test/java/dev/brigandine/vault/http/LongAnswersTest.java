package dev.brigandine.vault.http;

import static dev.brigandine.vault.http.FakeModel.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.vault.model.Tensor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers of many bytes, taken and not. */
@Timeout(120)
class LongAnswersTest {
  private static final String INFER = "/v2/models/m/infer";
  private static final ByteBuffer ZEROS =
      ByteBuffer.allocateDirect(40 << 20).order(ByteOrder.LITTLE_ENDIAN);

  /** Answers as many rows of two zeros as the first of its input's numbers says. */
  private static FakeModel rows() {
    return new FakeModel(
        "m",
        List.of(spec("x", "int64", "1")),
        List.of(spec("y", "float32", "batch", "2")),
        request -> {
          long rows = request.inputs().get(0).data().getLong(0);
          ByteBuffer data = ZEROS.duplicate().limit(Math.toIntExact(rows * 8));
          long[] shape = {rows, 2};
          return List.of(new Tensor("y", dev.brigandine.vault.model.ElementType.FP32, shape, data));
        });
  }

  private static String ask(int rows, boolean binary) {
    return ("{\"parameters\":{\"binary_data_output\":%s},"
            + "\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[%d]}]}")
        .formatted(binary, rows);
  }

  @Test
  void fortyMegabytes() throws Exception {
    try (Served served = Served.start(new FakeModels(rows()))) {
      for (boolean binary : new boolean[] {true, false}) {
        HttpResponse<byte[]> whole =
            served.client.send(
                served.request(INFER).POST(BodyPublishers.ofString(ask(5 << 20, binary))).build(),
                BodyHandlers.ofByteArray());
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body().length).isGreaterThan(40_000_000);
      }
      served.awaitRest();
    }
  }

  /** Nobody takes them: the connection is cut, and its thread and memory are free. */
  @Test
  void thatNobodyTakes() throws Exception {
    try (Served served =
            Served.start(
                Served.config(Duration.ofMillis(200)), new FakeModels(rows()), Map.of(), null);
        Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress("127.0.0.1", served.front.port()));
      socket.setSoTimeout(60_000);
      String body = ask(25_000, true);
      String one = "POST " + INFER + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s";
      // Answers behind each other, until what the system keeps for the socket is full.
      String all = one.formatted(body.length(), body).repeat(200);
      socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
      // The end is a reset, since requests lie unread; who writes learns of it.
      assertThatThrownBy(
              () -> {
                while (true) {
                  socket.getOutputStream().write(' ');
                }
              })
          .isInstanceOf(IOException.class);
      served.awaitRest();
      assertThat(served.post(INFER, ask(1, false)).statusCode()).isEqualTo(200);
    }
  }
}
