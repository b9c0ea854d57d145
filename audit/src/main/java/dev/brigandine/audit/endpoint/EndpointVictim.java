package dev.brigandine.audit.endpoint;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.SampleTensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A victim behind the Open Inference Protocol V2: a vault, Triton, OpenVINO Model Server and
 * others. Tensors go as JSON; inputs of float32, float64, int64 and int32.
 *
 * <p>Answers are read up to 64 MiB. A busy or metering server (429, 503) is asked again, up to
 * three times, as late as it says but after half a minute at most. Not for several threads.
 */
public final class EndpointVictim implements Answering {
  private static final int MOST_BYTES = 64 << 20;
  private static final int TRIES = 3;
  private static final long LONGEST_WAIT = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final URI infer;
  private final Optional<String> key;

  /** A served model. */
  public EndpointVictim(Endpoint endpoint) {
    this.infer = endpoint.infer();
    this.key = endpoint.key();
  }

  @Override
  public Map<String, Tensor> answer(List<SampleTensor> inputs)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(infer)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body(inputs)));
    key.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
    for (int attempt = 0; ; attempt++) {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        int status = response.statusCode();
        if (status == 200) {
          byte[] bytes = in.readNBytes(MOST_BYTES + 1);
          if (bytes.length > MOST_BYTES) {
            throw new IOException("the server's answer is longer than 64 MiB");
          }
          return Inference.read(bytes);
        }
        if (attempt == TRIES || status != 429 && status != 503) {
          throw new IOException("the server refused a question with status " + status);
        }
      }
      Thread.sleep(wait(response).toMillis());
    }
  }

  /** Nothing is kept open that closes. */
  @Override
  public void close() {}

  private static Duration wait(HttpResponse<?> response) {
    long seconds = 1;
    Optional<String> told = response.headers().firstValue("Retry-After");
    if (told.isPresent() && told.get().matches("[0-9]{1,6}")) {
      seconds = Long.parseLong(told.get());
    }
    return Duration.ofSeconds(Math.min(LONGEST_WAIT, seconds));
  }

  private static String body(List<SampleTensor> inputs) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setStrictness(Strictness.LENIENT);
      json.beginObject().name("inputs").beginArray();
      for (SampleTensor input : inputs) {
        json.beginObject().name("name").value(input.name()).name("shape").beginArray();
        for (long size : input.shape()) {
          json.value(size);
        }
        json.endArray().name("datatype").value(type(input)).name("data").beginArray();
        data(input, json);
        json.endArray().endObject();
      }
      json.endArray().endObject();
    }
    return text.toString();
  }

  private static String type(SampleTensor input) {
    return switch (input.type()) {
      case "float32" -> "FP32";
      case "float64" -> "FP64";
      case "int64" -> "INT64";
      case "int32" -> "INT32";
      default ->
          throw new BrigandineException(
              ErrorCode.USAGE,
              "an endpoint is asked with floats and integers, and the model takes " + input.type(),
              "audit it without --endpoint");
    };
  }

  private static void data(SampleTensor input, JsonWriter json) throws IOException {
    ByteBuffer data = input.data();
    while (data.hasRemaining()) {
      switch (input.type()) {
        case "float32" -> json.value(data.getFloat());
        case "float64" -> json.value(data.getDouble());
        case "int64" -> json.value(data.getLong());
        default -> json.value(data.getInt());
      }
    }
  }
}
