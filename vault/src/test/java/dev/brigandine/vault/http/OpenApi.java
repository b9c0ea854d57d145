package dev.brigandine.vault.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The document that is served. */
final class OpenApi {
  final JsonObject root;

  private OpenApi(JsonObject root) {
    this.root = root;
  }

  static OpenApi read() throws Exception {
    try (Reader in =
        new InputStreamReader(
            HttpFront.class.getResourceAsStream("openapi.json"), StandardCharsets.UTF_8)) {
      return new OpenApi(JsonParser.parseReader(in).getAsJsonObject());
    }
  }

  /** One operation. */
  record Operation(String method, String path, JsonObject what) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    JsonObject paths = root.getAsJsonObject("paths");
    for (String path : paths.keySet()) {
      JsonObject methods = paths.getAsJsonObject(path);
      for (String method : methods.keySet()) {
        all.add(
            new Operation(method.toUpperCase(Locale.ROOT), path, methods.getAsJsonObject(method)));
      }
    }
    return all;
  }

  /** What a {@code $ref} leads to, or the thing itself. */
  JsonObject resolve(JsonElement element) {
    JsonObject object = element.getAsJsonObject();
    if (!object.has("$ref")) {
      return object;
    }
    JsonObject at = root;
    for (String part : object.get("$ref").getAsString().substring(2).split("/")) {
      at = at.getAsJsonObject(part);
    }
    return resolve(at);
  }

  /** The JSON example of an operation's body, or null. */
  JsonElement example(Operation operation) {
    if (!operation.what().has("requestBody")) {
      return null;
    }
    return operation
        .what()
        .getAsJsonObject("requestBody")
        .getAsJsonObject("content")
        .getAsJsonObject("application/json")
        .get("example");
  }
}
