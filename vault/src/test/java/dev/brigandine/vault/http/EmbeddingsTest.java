package dev.brigandine.vault.http;

import static dev.brigandine.vault.http.FakeModel.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.TinyModels;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.embed.MiniLmTokenizer;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /v1/embeddings} by a real model. */
class EmbeddingsTest {
  private static PlainModel miniLm;
  private static FakeModel refusing;
  private static Served served;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Path onnx = TinyModels.miniLm(folder.resolve("model.onnx"));
    Path tokenizer = MiniLmTokenizer.write(folder.resolve("tokenizer.json"));
    miniLm =
        new PlainModel(
            "minilm",
            Files.readAllBytes(onnx),
            List.of(
                spec("input_ids", "int64", "batch", "sequence"),
                spec("attention_mask", "int64", "batch", "sequence"),
                spec("token_type_ids", "int64", "batch", "sequence")),
            List.of(spec("last_hidden_state", "float32", "batch", "sequence", "384")));
    Files.delete(onnx);
    refusing =
        new FakeModel("refusing", miniLm.served.inputs(), miniLm.served.outputs(), it -> List.of());
    ModelConfig.Embeddings mean =
        new ModelConfig.Embeddings(Optional.of(tokenizer), "mean", true, 64);
    ModelConfig.Embeddings ids = new ModelConfig.Embeddings(Optional.empty(), "mean", true, 64);
    served =
        Served.start(
            new FakeModels(miniLm.served, refusing), Map.of("minilm", mean, "refusing", ids));
  }

  @AfterAll
  static void stop() {
    served.close();
    miniLm.close();
  }

  private static JsonObject embed(String input) throws Exception {
    return embed(input, "");
  }

  private static JsonObject embed(String input, String more) throws Exception {
    HttpResponse<String> answer =
        served.post("/v1/embeddings", "{\"model\":\"minilm\",\"input\":" + input + more + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static List<float[]> vectors(JsonObject answer) {
    List<float[]> vectors = new ArrayList<>();
    JsonArray data = answer.getAsJsonArray("data");
    for (int i = 0; i < data.size(); i++) {
      JsonObject one = data.get(i).getAsJsonObject();
      assertThat(one.get("index").getAsInt()).isEqualTo(i);
      assertThat(one.get("object").getAsString()).isEqualTo("embedding");
      JsonArray numbers = one.getAsJsonArray("embedding");
      float[] vector = new float[numbers.size()];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = numbers.get(j).getAsFloat();
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @Test
  void paraphrasesLieCloserThanStrangers() throws Exception {
    JsonObject answer =
        embed(
            """
            ["The cat sleeps on the sofa.", "A cat is napping on the couch.",
             "Quarterly revenue rose by four percent."]
            """);
    List<float[]> vectors = vectors(answer);
    assertThat(vectors).hasSize(3).allSatisfy(it -> assertThat(it).hasSize(384));
    assertThat(cosine(vectors.get(0), vectors.get(0))).isCloseTo(1, within(1e-5));
    assertThat(cosine(vectors.get(0), vectors.get(1))).isGreaterThan(0.7);
    assertThat(cosine(vectors.get(0), vectors.get(2))).isLessThan(0.2);
    assertThat(answer.get("model").getAsString()).isEqualTo("minilm");
    int tokens = answer.getAsJsonObject("usage").get("prompt_tokens").getAsInt();
    assertThat(tokens).isEqualTo(9 + 11 + 9);
    assertThat(answer.getAsJsonObject("usage").get("total_tokens").getAsInt()).isEqualTo(tokens);
  }

  /** Padding and the company of others change a vector by no more than rounding. */
  @Test
  void oneAloneIsAsOneAmongMany() throws Exception {
    StringBuilder many = new StringBuilder("[\"armour\"");
    for (int i = 1; i < 70; i++) {
      many.append(",\"").append("plates of steel ".repeat(i % 12 + 1)).append(i).append('"');
    }
    List<float[]> all = vectors(embed(many.append(']').toString()));
    assertThat(all).hasSize(70);
    for (int i : new int[] {0, 1, 33, 69}) {
      String text = i == 0 ? "armour" : "plates of steel ".repeat(i % 12 + 1) + i;
      float[] alone = vectors(embed("\"" + text + "\"")).get(0);
      assertThat(all.get(i)).containsExactly(alone, within(2e-6f));
    }
  }

  /** The whole pipeline again, in this process and by hand. */
  @Test
  void theVectorIsTheMeanOfTheModelsOutput() throws Exception {
    float[] vector = vectors(embed("\"hello world\"")).get(0);
    long[] ids = {101, 7592, 2088, 102};
    String infer =
        """
        {"inputs": [{"name": "input_ids", "shape": [1, 4], "datatype": "INT64", "data": %s},
          {"name": "attention_mask", "shape": [1, 4], "datatype": "INT64", "data": [1, 1, 1, 1]},
          {"name": "token_type_ids", "shape": [1, 4], "datatype": "INT64", "data": [0, 0, 0, 0]}]}
        """
            .formatted(java.util.Arrays.toString(ids));
    HttpResponse<String> answer = served.post("/v2/models/minilm/infer", infer);
    JsonArray data =
        JsonParser.parseString(answer.body())
            .getAsJsonObject()
            .getAsJsonArray("outputs")
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("data");
    assertThat(data).hasSize(4 * 384);
    double[] mean = new double[384];
    double length = 0;
    for (int i = 0; i < 384; i++) {
      for (int token = 0; token < 4; token++) {
        mean[i] += data.get(token * 384 + i).getAsDouble() / 4;
      }
      length += mean[i] * mean[i];
    }
    for (int i = 0; i < 384; i++) {
      assertThat((double) vector[i]).isCloseTo(mean[i] / Math.sqrt(length), within(1e-6));
    }
  }

  @Test
  void tokenIdsAreTakenAsTheyAre() throws Exception {
    float[] text = vectors(embed("\"hello world\"")).get(0);
    assertThat(vectors(embed("[101, 7592, 2088, 102]")).get(0)).containsExactly(text);
    List<float[]> two = vectors(embed("[[101, 7592, 2088, 102], [101, 102]]"));
    assertThat(two.get(0)).containsExactly(text, within(2e-6f));
    assertThat(two.get(1)).isNotEqualTo(text);
  }

  @Test
  void base64IsTheSameFloats() throws Exception {
    float[] numbers = vectors(embed("\"hello world\"")).get(0);
    String text =
        embed(
                "\"hello world\"",
                ",\"encoding_format\":\"base64\",\"dimensions\":384,\"user\":\"u\"")
            .getAsJsonArray("data")
            .get(0)
            .getAsJsonObject()
            .get("embedding")
            .getAsString();
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      assertThat(bytes.getFloat()).isEqualTo(number);
    }
    assertThat(bytes.hasRemaining()).isFalse();
  }

  @Test
  void longTextsAreCut() throws Exception {
    JsonObject answer = embed("\"" + "word ".repeat(5_000) + "\"");
    assertThat(answer.getAsJsonObject("usage").get("prompt_tokens").getAsInt()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"input\":\"a\"}|400|model|bad_input",
        "{\"model\":\"minilm\"}|400|input|bad_input",
        "{\"model\":\"other\",\"input\":\"a\"}|404|model|model_not_found",
        "{\"model\":\"minilm\",\"input\":\"\"}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":[]}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":[[]]}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":[\"a\",1]}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":[1,\"a\"]}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":[\"a\",[1]]}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":[\"a\",\"\"]}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":{}}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":null}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":[30522]}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":[-1]}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":[4294967397]}|400|input|bad_input",
        "{\"model\":\"minilm\",\"input\":\"a\",\"dimensions\":128}|400|dimensions|bad_input",
        "{\"model\":\"minilm\",\"input\":\"a\",\"encoding_format\":\"hex\"}|400|encoding_format|bad_input",
        "{\"model\":\"minilm\",\"model\":\"minilm\",\"input\":\"a\"}|400|model|bad_input",
        "{\"model\":\"refusing\",\"input\":\"a\"}|400|input|bad_input",
        "{\"model\":7,\"input\":\"a\"}|400||bad_input",
        "nonsense|400||bad_input",
      })
  void refusals(String body, int status, String param, String code) throws Exception {
    HttpResponse<String> answer = served.post("/v1/embeddings", body);
    JsonObject error = error(answer, status);
    assertThat(error.get("type").getAsString()).isEqualTo("invalid_request_error");
    assertThat(error.get("code").getAsString()).isEqualTo(code);
    if (param == null) {
      assertThat(error.get("param").isJsonNull()).isTrue();
    } else {
      assertThat(error.get("param").getAsString()).isEqualTo(param);
    }
    embed("\"still here\"");
  }

  private static JsonObject error(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonObject error =
        JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonObject("error");
    assertThat(error.keySet()).containsExactlyInAnyOrder("message", "type", "param", "code");
    assertThat(error.get("message").getAsString()).isNotBlank();
    return error;
  }

  @Test
  void tooManyAndTooLong() throws Exception {
    String many = "[" + "\"a\",".repeat(2_048) + "\"a\"]";
    error(served.post("/v1/embeddings", "{\"model\":\"minilm\",\"input\":" + many + "}"), 400);
    String ids = "[" + "5,".repeat(64) + "5]";
    error(served.post("/v1/embeddings", "{\"model\":\"minilm\",\"input\":" + ids + "}"), 400);
    String body = "{\"model\":\"minilm\",\"input\":\"" + "a".repeat(1 << 20) + "\"}";
    assertThat(error(served.post("/v1/embeddings", body), 413).get("code").getAsString())
        .isEqualTo("too_large");
  }

  @ParameterizedTest
  @CsvSource({
    "LICENSE_EXPIRED, 403, permission_error",
    "RATE_LIMITED, 429, rate_limit_error",
    "OVERLOADED, 503, server_error",
    "TIMED_OUT, 504, server_error",
    "ENGINE, 500, server_error",
  })
  void whatTheModelRefuses(ErrorCode code, int status, String type) throws Exception {
    refusing.trouble = new BrigandineException(code, "a sentence");
    JsonObject error =
        error(served.post("/v1/embeddings", "{\"model\":\"refusing\",\"input\":[1]}"), status);
    assertThat(error.get("type").getAsString()).isEqualTo(type);
  }

  @Test
  void models() throws Exception {
    JsonObject list = JsonParser.parseString(served.get("/v1/models").body()).getAsJsonObject();
    assertThat(list.getAsJsonArray("data")).hasSize(2);
    JsonObject one =
        JsonParser.parseString(served.get("/v1/models/minilm").body()).getAsJsonObject();
    assertThat(one.get("id").getAsString()).isEqualTo("minilm");
    assertThat(one).isEqualTo(list.getAsJsonArray("data").get(0));
    assertThat(error(served.get("/v1/models/none"), 404).get("code").getAsString())
        .isEqualTo("model_not_found");
    error(served.get("/v1/chat/completions"), 404);
    error(served.get("/v1/embeddings"), 405);
  }
}
