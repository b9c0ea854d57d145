package dev.brigandine.audit.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.onnx.SampleTensor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server on loopback that doubles what it is given. */
class EndpointVictimTest {
  private static final String KEY = "brg_not-to-be-told";

  private final List<String> keys = new ArrayList<>();
  private final List<Integer> refusals = new ArrayList<>();
  private HttpServer server;
  private URI base;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v2/models/a model/infer", this::infer);
    server.start();
    base =
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v2/models/a%20model/");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void asksAndReads() throws Exception {
    try (EndpointVictim victim = new EndpointVictim(new Endpoint(base, Optional.of(KEY)))) {
      Map<String, Tensor> answers = victim.answer(List.of(tensor(1.5f, Float.MIN_VALUE, -3f)));
      ByteBuffer data = answers.get("y").data();
      assertThat(answers.get("y").shape()).containsExactly(1, 3);
      assertThat(data.getFloat()).isEqualTo(3f);
      assertThat(data.getFloat()).isEqualTo(2 * Float.MIN_VALUE);
      assertThat(data.getFloat()).isEqualTo(-6f);
    }
    assertThat(keys).containsExactly("Bearer " + KEY);
  }

  @Test
  void aBusyServerIsAskedAgain() throws Exception {
    refusals.addAll(List.of(429, 503));
    try (EndpointVictim victim = new EndpointVictim(new Endpoint(base, Optional.empty()))) {
      assertThat(victim.answer(List.of(tensor(1)))).containsKey("y");
    }
    assertThat(keys).hasSize(3);
  }

  @Test
  void aRefusalTellsNoKey() {
    refusals.add(401);
    EndpointVictim victim = new EndpointVictim(new Endpoint(base, Optional.of(KEY)));
    assertThatThrownBy(() -> victim.answer(List.of(tensor(1))))
        .isInstanceOf(IOException.class)
        .hasMessage("the server refused a question with status 401")
        .hasNoCause();
    assertThat(victim.toString()).doesNotContain(KEY);
  }

  private void infer(HttpExchange exchange) throws IOException {
    keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (!refusals.isEmpty()) {
      exchange.getResponseHeaders().add("Retry-After", "0");
      exchange.sendResponseHeaders(refusals.remove(0), -1);
      exchange.close();
      return;
    }
    JsonObject input =
        JsonParser.parseString(body)
            .getAsJsonObject()
            .getAsJsonArray("inputs")
            .get(0)
            .getAsJsonObject();
    assertThat(input.get("datatype").getAsString()).isEqualTo("FP32");
    JsonArray doubled = new JsonArray();
    input.getAsJsonArray("data").forEach(number -> doubled.add(2 * number.getAsFloat()));
    JsonObject output = new JsonObject();
    output.addProperty("name", "y");
    output.addProperty("datatype", "FP32");
    output.add("shape", input.get("shape"));
    output.add("data", doubled);
    JsonArray outputs = new JsonArray();
    outputs.add(output);
    JsonObject answer = new JsonObject();
    answer.add("outputs", outputs);
    byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static SampleTensor tensor(float... values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      data.putFloat(value);
    }
    return new SampleTensor("x", "float32", new long[] {1, values.length}, data.flip(), List.of());
  }
}
