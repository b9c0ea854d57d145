package dev.brigandine.audit.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.endpoint.Endpoint;
import dev.brigandine.onnx.SampleTensor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A model of one input behind a server on loopback, by the Open Inference Protocol. */
public final class ServedModel implements AutoCloseable {
  private final HttpServer server;
  private final Answering model;
  private final AtomicInteger asked = new AtomicInteger();

  /** Serves it under the name {@code model}. */
  public ServedModel(Answering model) throws IOException {
    this.model = model;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v2/models/model/infer", this::infer);
    server.start();
  }

  /** Where it is. */
  public Endpoint endpoint() {
    int port = server.getAddress().getPort();
    return new Endpoint(
        URI.create("http://127.0.0.1:" + port + "/v2/models/model"), Optional.empty());
  }

  /** How many runs it was asked for. */
  public int asked() {
    return asked.get();
  }

  private void infer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    JsonObject input =
        JsonParser.parseString(body)
            .getAsJsonObject()
            .getAsJsonArray("inputs")
            .get(0)
            .getAsJsonObject();
    JsonArray numbers = input.getAsJsonArray("data");
    ByteBuffer data = ByteBuffer.allocate(4 * numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
    numbers.forEach(number -> data.putFloat(number.getAsFloat()));
    long[] shape =
        input.getAsJsonArray("shape").asList().stream().mapToLong(n -> n.getAsLong()).toArray();
    String name = input.get("name").getAsString();
    byte[] answer = answer(new SampleTensor(name, "float32", shape, data.flip(), List.of()));
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private byte[] answer(SampleTensor input) throws IOException {
    JsonArray outputs = new JsonArray();
    try {
      for (Map.Entry<String, Tensor> answer : model.answer(List.of(input)).entrySet()) {
        JsonObject output = new JsonObject();
        output.addProperty("name", answer.getKey());
        output.addProperty("datatype", "FP32");
        JsonArray shape = new JsonArray();
        for (long size : answer.getValue().shape()) {
          shape.add(size);
        }
        output.add("shape", shape);
        JsonArray values = new JsonArray();
        ByteBuffer data = answer.getValue().data();
        while (data.hasRemaining()) {
          values.add(data.getFloat());
        }
        output.add("data", values);
        outputs.add(output);
      }
    } catch (Exception e) {
      throw new IOException(e);
    }
    JsonObject all = new JsonObject();
    all.add("outputs", outputs);
    return all.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
