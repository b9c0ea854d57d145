package dev.brigandine.vault.http;

import static dev.brigandine.vault.http.FakeModel.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.model.Tensor;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests while their model runs, and when the vault stops. */
@Timeout(120)
class UnderWayTest {
  private static final String INFER = "/v2/models/m/infer";
  private static final String GOOD =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}";

  private static Bounds bounds(int runs, Duration idle) {
    return new Bounds(
        (int) Served.MOST,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        idle,
        64,
        16,
        runs,
        1 << 24);
  }

  /** A model that waits until it is told to go on. */
  private static final class Waiting {
    final CountDownLatch go = new CountDownLatch(1);
    final CountDownLatch there;
    final FakeModel model;

    Waiting(int callers) {
      there = new CountDownLatch(callers);
      model =
          new FakeModel(
              "m",
              List.of(spec("x", "float32", "batch", "2")),
              List.of(spec("y", "float32", "batch", "2")),
              request -> {
                there.countDown();
                while (!isOpen()) {
                  if (request.cancellation().isCancelled()) {
                    throw new BrigandineException(ErrorCode.CANCELLED, "the run was cancelled");
                  }
                }
                Tensor in = request.inputs().get(0);
                return List.of(new Tensor("y", in.type(), in.shape(), in.data()));
              });
    }

    private boolean isOpen() {
      try {
        return go.await(5, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
  }

  private static CompletableFuture<HttpResponse<String>> later(Served served) {
    return served.client.sendAsync(
        served.request(INFER).POST(BodyPublishers.ofString(GOOD)).build(), BodyHandlers.ofString());
  }

  @Test
  void asManyRunsAsThereAreAndNoMore() throws Exception {
    Waiting waiting = new Waiting(3);
    try (Served served =
        Served.start(
            Served.config(Duration.ofSeconds(30)),
            new FakeModels(waiting.model),
            Map.of(),
            bounds(3, Duration.ofSeconds(30)))) {
      List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(later(served));
      }
      waiting.there.await();
      HttpResponse<String> fourth = served.post(INFER, GOOD);
      assertThat(fourth.statusCode()).isEqualTo(503);
      assertThat(fourth.headers().firstValue("Retry-After")).contains("1");
      assertThat(fourth.headers().firstValue("Brigandine-Code")).contains("overloaded");
      // Probes are answered meanwhile.
      assertThat(served.get("/v2/health/live").statusCode()).isEqualTo(200);
      waiting.go.countDown();
      for (CompletableFuture<HttpResponse<String>> call : calls) {
        assertThat(call.get().statusCode()).isEqualTo(200);
      }
      assertThat(served.post(INFER, GOOD).statusCode()).isEqualTo(200);
      served.awaitRest();
    }
  }

  @Test
  void aStopWaitsForWhatIsUnderWay() throws Exception {
    Waiting waiting = new Waiting(1);
    Served served = Served.start(new FakeModels(waiting.model));
    CompletableFuture<HttpResponse<String>> call = later(served);
    waiting.there.await();
    Thread stop = new Thread(() -> served.front.close(Duration.ofSeconds(60)));
    stop.start();
    HttpResponse<String> late = served.get("/v2/health/live");
    while (late.statusCode() == 200) {
      late = served.get("/v2/health/live");
    }
    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.body()).contains("stopping");
    waiting.go.countDown();
    assertThat(call.get().statusCode()).isEqualTo(200);
    stop.join();
    assertThatThrownBy(() -> served.get("/v2")).isInstanceOf(IOException.class);
  }

  @Test
  void aStopWithoutPatienceCancels() throws Exception {
    Waiting waiting = new Waiting(1);
    Served served = Served.start(new FakeModels(waiting.model));
    CompletableFuture<HttpResponse<String>> call = later(served);
    waiting.there.await();
    served.front.close(Duration.ZERO);
    HttpResponse<String> answer = call.get();
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Brigandine-Code")).contains("cancelled");
  }

  /** A run may take longer than a connection may be idle. */
  @Test
  void longRunsOutlastTheIdleTimeout() throws Exception {
    Waiting waiting = new Waiting(1);
    Bounds bounds = bounds(8, Duration.ofMillis(200));
    try (Served served =
        Served.start(
            Served.config(Duration.ofSeconds(30)),
            new FakeModels(waiting.model),
            Map.of(),
            bounds)) {
      CompletableFuture<HttpResponse<String>> call = later(served);
      waiting.there.await();
      // An idle connection that came later is closed, so the other's time was over, too.
      try (Socket idle = served.socket()) {
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
      }
      try (Socket idle = served.socket()) {
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
      }
      waiting.go.countDown();
      assertThat(call.get().statusCode()).isEqualTo(200);
    }
  }
}
