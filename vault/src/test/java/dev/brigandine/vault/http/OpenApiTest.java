package dev.brigandine.vault.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brigandine.vault.embed.MiniLmTokenizer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document tells exactly what is served. */
class OpenApiTest {
  private static Served served;
  private static OpenApi document;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    document = OpenApi.read();
    Path tokenizer = MiniLmTokenizer.write(folder.resolve("tokenizer.json"));
    served = Served.start(new FakeModels(MiniLmDouble.model()), MiniLmDouble.embeddings(tokenizer));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Test
  void everyRouteIsThereAndNoOther() {
    List<String> documented =
        document.operations().stream().map(OpenApi.Operation::toString).toList();
    assertThat(documented).containsExactlyInAnyOrderElementsOf(served.front.routes());
  }

  @Test
  void everyOperationAnswersAsItSays() throws Exception {
    for (OpenApi.Operation operation : document.operations()) {
      String path = operation.path().replace("{model}", "minilm").replace("{version}", "7");
      JsonElement example = document.example(operation);
      HttpRequest.Builder request = served.request(path);
      if (example != null) {
        request.POST(BodyPublishers.ofString(example.toString()));
      }
      HttpResponse<String> answer = served.send(request);
      assertThat(answer.statusCode()).as(operation + ": " + answer.body()).isEqualTo(200);
      JsonObject schema =
          document.resolve(
              operation
                  .what()
                  .getAsJsonObject("responses")
                  .getAsJsonObject("200")
                  .getAsJsonObject("content")
                  .getAsJsonObject("application/json")
                  .get("schema"));
      conforms(operation.toString(), JsonParser.parseString(answer.body()), schema);
      HttpResponse<String> other =
          served.send(served.request(path).method("PATCH", BodyPublishers.noBody()));
      assertThat(other.statusCode()).as(operation.toString()).isEqualTo(405);
    }
  }

  /** Required members, no others than are named, and their types. */
  private void conforms(String where, JsonElement value, JsonElement schemaOrRef) {
    JsonObject schema = document.resolve(schemaOrRef);
    String type =
        schema.has("type") && schema.get("type").isJsonPrimitive()
            ? schema.get("type").getAsString()
            : "";
    switch (type) {
      case "object" -> {
        JsonObject object = value.getAsJsonObject();
        if (schema.has("required")) {
          for (JsonElement name : schema.getAsJsonArray("required")) {
            assertThat(object.keySet()).as(where).contains(name.getAsString());
          }
        }
        if (schema.has("properties")) {
          JsonObject properties = schema.getAsJsonObject("properties");
          assertThat(properties.keySet()).as(where).containsAll(object.keySet());
          for (String name : object.keySet()) {
            conforms(where + "." + name, object.get(name), properties.get(name));
          }
        }
      }
      case "array" -> {
        for (JsonElement each : value.getAsJsonArray()) {
          if (schema.getAsJsonObject("items").has("anyOf")) {
            assertThat(each.isJsonPrimitive()).as(where).isTrue();
          } else {
            conforms(where + "[]", each, schema.get("items"));
          }
        }
      }
      case "string" -> assertThat(value.getAsJsonPrimitive().isString()).as(where).isTrue();
      case "integer", "number" ->
          assertThat(value.getAsJsonPrimitive().isNumber()).as(where).isTrue();
      case "boolean" -> assertThat(value.getAsJsonPrimitive().isBoolean()).as(where).isTrue();
      default -> assertThat(schema.has("const") || schema.has("oneOf")).as(where).isTrue();
    }
  }

  @Test
  void theDocumentIsTheOneServed() throws Exception {
    assertThat(JsonParser.parseString(served.get("/openapi.json").body())).isEqualTo(document.root);
  }
}
