package dev.brigandine.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers of one server, each with a connection of its own, each waiting for its answer. */
final class HttpCallers implements AutoCloseable {
  private static final List<String> INPUTS =
      List.of("input_ids", "attention_mask", "token_type_ids");
  private static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private final ExecutorService threads;
  private final List<HttpClient> clients = new ArrayList<>();
  private final List<HttpRequest> requests = new ArrayList<>();

  /**
   * @param binary whether tensors go as binary data, else as JSON
   */
  HttpCallers(String address, int callers, int sentences, int tokens, boolean binary) {
    threads = Executors.newFixedThreadPool(callers);
    for (int i = 0; i < callers; i++) {
      clients.add(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }
    URI infer = URI.create(address + "/v2/models/model/infer");
    for (int sentence = 0; sentence < sentences; sentence++) {
      requests.add(binary ? binary(infer, sentence, tokens) : json(infer, sentence, tokens));
    }
  }

  /** Requests a second while each caller makes {@code calls}. */
  double run(int calls) throws InterruptedException, ExecutionException {
    List<Callable<Void>> work = new ArrayList<>();
    for (int caller = 0; caller < clients.size(); caller++) {
      HttpClient client = clients.get(caller);
      int first = caller;
      work.add(
          () -> {
            for (int i = 0; i < calls; i++) {
              ask(client, requests.get((first + i) % requests.size()));
            }
            return null;
          });
    }
    long from = System.nanoTime();
    for (Future<Void> done : threads.invokeAll(work)) {
      done.get();
    }
    return calls * (double) clients.size() / ((System.nanoTime() - from) / 1e9);
  }

  private static byte[] ask(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode() + ": " + new String(answer.body()));
    }
    return answer.body();
  }

  /** The numbers of the answer to the first request, to be compared. */
  float[] answer() throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = clients.get(0).send(requests.get(0), BodyHandlers.ofByteArray());
    byte[] body = answer.body();
    if (answer.headers().firstValue(JSON_LENGTH).isPresent()) {
      int json = Integer.parseInt(answer.headers().firstValue(JSON_LENGTH).get());
      ByteBuffer data =
          ByteBuffer.wrap(body, json, body.length - json).slice().order(ByteOrder.LITTLE_ENDIAN);
      float[] floats = new float[data.remaining() / Float.BYTES];
      data.asFloatBuffer().get(floats);
      return floats;
    }
    JsonArray data =
        JsonParser.parseString(new String(body, StandardCharsets.UTF_8))
            .getAsJsonObject()
            .getAsJsonArray("outputs")
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("data");
    float[] floats = new float[data.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = data.get(i).getAsFloat();
    }
    return floats;
  }

  private static long[] values(String input, int sentence, int tokens) {
    long[] values = new long[tokens];
    for (int i = 0; i < tokens; i++) {
      values[i] =
          switch (input) {
            case "input_ids" -> 1000 + (sentence * 7919L + i * 104_729L) % 28_000;
            case "attention_mask" -> 1;
            default -> 0;
          };
    }
    return values;
  }

  private static HttpRequest json(URI uri, int sentence, int tokens) {
    StringBuilder body = new StringBuilder("{\"id\":\"" + sentence + "\",\"inputs\":[");
    for (String input : INPUTS) {
      body.append(body.charAt(body.length() - 1) == '[' ? "" : ",");
      body.append("{\"name\":\"" + input + "\",\"shape\":[1," + tokens + "],");
      body.append("\"datatype\":\"INT64\",\"data\":");
      body.append(Arrays.toString(values(input, sentence, tokens))).append('}');
    }
    body.append("]}");
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(body.toString().getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  private static HttpRequest binary(URI uri, int sentence, int tokens) {
    StringBuilder json =
        new StringBuilder("{\"parameters\":{\"binary_data_output\":true},\"inputs\":[");
    ByteBuffer data =
        ByteBuffer.allocate(INPUTS.size() * tokens * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (String input : INPUTS) {
      json.append(json.charAt(json.length() - 1) == '[' ? "" : ",");
      json.append("{\"name\":\"" + input + "\",\"shape\":[1," + tokens + "],");
      json.append("\"datatype\":\"INT64\",\"parameters\":{\"binary_data_size\":");
      json.append(tokens * 8).append("}}");
      for (long value : values(input, sentence, tokens)) {
        data.putLong(value);
      }
    }
    byte[] text = json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(text);
    body.writeBytes(data.array());
    return HttpRequest.newBuilder(uri)
        .header(JSON_LENGTH, Integer.toString(text.length))
        .POST(BodyPublishers.ofByteArray(body.toByteArray()))
        .build();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
