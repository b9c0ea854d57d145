package dev.brigandine.vault.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.brigandine.vault.embed.MiniLmTokenizer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests made up from the document, spoilt in every way there is: none is answered with a failure
 * of the server's, each refusal has the protocol's form, and a good request right after works.
 * {@code -Dbrigandine.requests=N} sends more, {@code -Dbrigandine.seed=S} the same again.
 */
class HostileRequestsTest {
  private static final List<String> WORDS =
      List.of("", "minilm", "input_ids", "x", "..", "%00", "\u0000", "é😀", "a".repeat(3_000));
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "4",
          "1.5",
          "-0",
          "1e400",
          "9223372036854775807",
          "9223372036854775808",
          "1e-400",
          "123456789012345678901234567890",
          "NaN",
          "0x10");

  private final SplittableRandom random;
  private final long seed = Long.getLong("brigandine.seed", System.nanoTime());

  HostileRequestsTest() {
    random = new SplittableRandom(seed);
  }

  @Test
  void noneIsAFailureOfTheServers(@TempDir Path folder) throws Exception {
    int requests = Integer.getInteger("brigandine.requests", 1_500);
    System.out.println("seed " + seed + ", requests " + requests);
    OpenApi document = OpenApi.read();
    List<OpenApi.Operation> operations = document.operations();
    Path tokenizer = MiniLmTokenizer.write(folder.resolve("tokenizer.json"));
    String good = document.example(operation(operations, "/v2/models/{model}/infer")).toString();
    try (Served served =
        Served.start(new FakeModels(MiniLmDouble.model()), MiniLmDouble.embeddings(tokenizer))) {
      int answered = 0;
      for (int i = 0; i < requests; i++) {
        OpenApi.Operation operation = operations.get(random.nextInt(operations.size()));
        HttpRequest request = request(served, document, operation);
        HttpResponse<byte[]> answer = served.client.send(request, BodyHandlers.ofByteArray());
        String what = "seed " + seed + ", request " + i + ", " + request;
        check(what, operation.path(), answer);
        answered += answer.statusCode() == 200 ? 1 : 0;
        if (i % 10 == 0) {
          assertThat(served.post("/v2/models/minilm/infer", good).statusCode()).isEqualTo(200);
        }
      }
      served.awaitRest();
      // If all were refused at the first hurdle, little was tried.
      assertThat(answered).isGreaterThan(requests / 20);
    }
  }

  private static OpenApi.Operation operation(List<OpenApi.Operation> all, String path) {
    return all.stream().filter(it -> it.path().equals(path)).findFirst().orElseThrow();
  }

  private static void check(String what, String path, HttpResponse<byte[]> answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).as(what + ": " + text).isBetween(200, 499);
    if (answer.statusCode() != 200) {
      assertThat(answer.headers().firstValue("Content-Type")).as(what).contains("application/json");
      assertThat(answer.headers().firstValue("Brigandine-Code")).as(what).isPresent();
      JsonElement error = JsonParser.parseString(text).getAsJsonObject().get("error");
      boolean openAi = path.startsWith("/v1");
      String message =
          openAi ? error.getAsJsonObject().get("message").getAsString() : error.getAsString();
      assertThat(message).as(what).isNotBlank();
    }
  }

  private HttpRequest request(Served served, OpenApi document, OpenApi.Operation operation) {
    String path = operation.path().replace("{model}", word("minilm"));
    path = path.replace("{version}", word("7"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(served.front.address() + path))
            .timeout(Duration.ofSeconds(60));
    if (random.nextInt(10) == 0) {
      request.header("Inference-Header-Content-Length", Integer.toString(random.nextInt(-2, 600)));
    }
    if (random.nextInt(10) == 0) {
      request.header(
          "Content-Type", List.of("text/plain", "x", "application/json").get(random.nextInt(3)));
    }
    JsonElement example = document.example(operation);
    if (example != null) {
      request.POST(BodyPublishers.ofByteArray(body(example)));
    } else if (random.nextInt(5) == 0) {
      request.method("GET", BodyPublishers.ofByteArray(bytes()));
    }
    return request.build();
  }

  /** For a path: what fits, or something else. */
  private String word(String fitting) {
    return switch (random.nextInt(6)) {
      case 0 -> "none";
      case 1 -> "%C3%A9".repeat(random.nextInt(1, 200));
      case 2 -> Long.toString(random.nextLong());
      default -> fitting;
    };
  }

  private byte[] body(JsonElement example) {
    JsonElement spoilt = example;
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      spoilt = spoil(spoilt);
    }
    String text = spoilt.toString();
    if (random.nextInt(3) == 0) {
      // What no tree can say: numbers of other grammars, members twice, texts that break off.
      text = text.replaceFirst("[0-9]+", NUMBERS.get(random.nextInt(NUMBERS.size())));
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return switch (random.nextInt(8)) {
      case 0 -> java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
      case 1 -> flip(bytes);
      case 2 -> random.nextInt(10) == 0 ? bytes() : bytes;
      default -> bytes;
    };
  }

  private byte[] flip(byte[] bytes) {
    for (int i = random.nextInt(1, 5); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(2_000)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The same but for one thing, anywhere in it. */
  private JsonElement spoil(JsonElement element) {
    if (random.nextInt(4) == 0 || element.isJsonPrimitive() || element.isJsonNull()) {
      return anything(0);
    }
    if (element.isJsonArray()) {
      JsonArray array = element.getAsJsonArray().deepCopy();
      if (array.isEmpty() || random.nextInt(6) == 0) {
        array.add(anything(0));
      } else if (random.nextInt(6) == 0) {
        array.remove(random.nextInt(array.size()));
      } else {
        int index = random.nextInt(array.size());
        array.set(index, spoil(array.get(index)));
      }
      return array;
    }
    JsonObject object = element.getAsJsonObject().deepCopy();
    List<String> names = List.copyOf(object.keySet());
    if (names.isEmpty() || random.nextInt(6) == 0) {
      object.add(WORDS.get(random.nextInt(WORDS.size())), anything(0));
    } else {
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(5) == 0) {
        object.remove(name);
      } else {
        object.add(name, spoil(object.get(name)));
      }
    }
    return object;
  }

  private JsonElement anything(int depth) {
    return switch (random.nextInt(depth > 3 ? 5 : 8)) {
      case 0 -> JsonNull.INSTANCE;
      case 1 -> new JsonPrimitive(random.nextBoolean());
      case 2 -> new JsonPrimitive(random.nextLong());
      case 3 -> new JsonPrimitive(WORDS.get(random.nextInt(WORDS.size())));
      case 4 -> new JsonPrimitive(random.nextInt(-2, 8));
      case 5 -> {
        JsonObject object = new JsonObject();
        object.add("name", anything(depth + 1));
        object.add("binary_data_size", anything(depth + 1));
        yield object;
      }
      default -> {
        JsonArray array = new JsonArray();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(anything(depth + 1));
        }
        yield array;
      }
    };
  }
}
