package dev.brigandine.licenseserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.brigandine.licenseserver.service.StubServices;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each operation that {@code openapi.json} names, by those who may not, and with what may not be.
 */
class HostileApiTest {
  /** Ends a string of SQL, of JSON, and of HTML, whichever it may be in. */
  private static final String EVIL =
      "x'; DROP TABLE customers; UPDATE tokens SET role='ADMIN'; --\"></td><script>alert(1)</script>";

  @TempDir java.nio.file.Path folder;
  private Deployed deployed;
  private ApiClient client;
  private JsonObject document;

  /** A method, a path, and what the document says of it. */
  private record Operation(String method, String path, JsonObject says) {
    String role() {
      return says.has("x-role") ? says.get("x-role").getAsString() : null;
    }

    boolean isProof() {
      return says.has("x-brig");
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  @BeforeEach
  void start() throws Exception {
    deployed = Deployed.start("sqlite:" + folder.resolve("s.db"), 0);
    client = deployed.client;
    document = ApiClient.json(client.get("/openapi.json", null));
  }

  @AfterEach
  void stop() {
    deployed.close();
  }

  private List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    document
        .getAsJsonObject("paths")
        .entrySet()
        .forEach(
            path ->
                path.getValue()
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(
                        one ->
                            all.add(
                                new Operation(
                                    one.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    one.getValue().getAsJsonObject()))));
    assertThat(all).hasSizeGreaterThan(35);
    return all;
  }

  private JsonObject resolve(JsonObject schema) {
    if (!schema.has("$ref")) {
      return schema;
    }
    String name = schema.get("$ref").getAsString();
    return document
        .getAsJsonObject("components")
        .getAsJsonObject("schemas")
        .getAsJsonObject(name.substring(name.lastIndexOf('/') + 1));
  }

  private JsonObject bodySchema(Operation operation) {
    if (operation.isProof()) {
      return resolve(operation.says.getAsJsonObject("x-brig"));
    }
    if (!operation.says.has("requestBody")) {
      return null;
    }
    return resolve(
        operation
            .says
            .getAsJsonObject("requestBody")
            .getAsJsonObject("content")
            .getAsJsonObject("application/json")
            .getAsJsonObject("schema"));
  }

  /** A value as the schema has it, of the shop's own ids and keys where the name says so. */
  private JsonElement fitting(String name, JsonObject given) {
    JsonObject schema = resolve(given);
    JsonElement known = deployed.known(name);
    if (known != null) {
      return known;
    }
    if (schema.has("enum")) {
      return schema.getAsJsonArray("enum").get(0);
    }
    switch (schema.has("type") ? schema.get("type").getAsString() : "object") {
      case "integer":
        return new JsonPrimitive(schema.has("minimum") ? schema.get("minimum").getAsLong() : 1);
      case "boolean":
        return new JsonPrimitive(true);
      case "array":
        JsonArray array = new JsonArray();
        array.add(fitting(name, schema.getAsJsonObject("items")));
        return array;
      case "object":
        JsonObject object = new JsonObject();
        if (schema.has("properties")) {
          schema
              .getAsJsonObject("properties")
              .entrySet()
              .forEach(
                  one ->
                      object.add(
                          one.getKey(), fitting(one.getKey(), one.getValue().getAsJsonObject())));
        }
        return object;
      default:
        if (schema.has("format")) {
          return new JsonPrimitive("2080-01-01T00:00:00Z");
        }
        int length = schema.has("minLength") ? Math.max(1, schema.get("minLength").getAsInt()) : 5;
        return new JsonPrimitive("a".repeat(length));
    }
  }

  private static String path(Operation operation, String id) {
    return operation.path.replace("{id}", id);
  }

  private HttpResponse<String> send(Operation operation, String id, String token, JsonElement body)
      throws Exception {
    if (operation.isProof()) {
      String[] words = operation.path.split("/");
      String op =
          Map.of("activations", "activate", "leases", "claim")
              .getOrDefault(words[words.length - 1], words[words.length - 1]);
      Map<?, ?> brig = new com.google.gson.Gson().fromJson(body, Map.class);
      return client.ask(path(operation, id), op, Deployed.whole(brig));
    }
    return client.send(
        operation.method,
        path(operation, id),
        token,
        Api.JSON,
        body == null ? "" : body.toString());
  }

  @Test
  void aTokenOfALowerRoleMayNotAndChangesNothing() throws Exception {
    Map<String, Integer> rank = Map.of("viewer", 1, "issuer", 2, "admin", 3);
    int refused = 0;
    for (Operation operation : operations()) {
      if (operation.role() == null) {
        continue;
      }
      JsonObject schema = bodySchema(operation);
      JsonElement body = schema == null ? null : fitting("", schema);
      List<String> callers = new ArrayList<>(List.of("none", "wrong", "ended"));
      rank.forEach(
          (role, of) -> {
            if (of < rank.get(operation.role())) {
              callers.add(role);
            }
          });
      for (String caller : callers) {
        String before = deployed.dump();
        HttpResponse<String> answer =
            send(operation, deployed.idFor(operation.path), deployed.tokens.get(caller), body);
        String what = operation + " by " + caller + ": " + answer.body();
        boolean known = rank.containsKey(caller);
        assertThat(answer.statusCode()).as(what).isEqualTo(known ? 403 : 401);
        assertThat(ApiClient.json(answer).get("code").getAsString())
            .as(what)
            .isEqualTo(known ? "wrong-role" : "bad-proof");
        assertThat(deployed.dump()).as(what).isEqualTo(before);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  /** A device's signature is no staff token, nor the other way round. */
  @Test
  void aProofIsSentAgainForEachOperation() throws Exception {
    for (Operation operation : operations()) {
      if (!operation.isProof()) {
        continue;
      }
      Deployed.Request request = deployed.request(operation.path);
      String proof =
          client.proof(request.op(), client.nonce(), StubServices.ISSUER, request.brig());
      HttpResponse<String> first = client.send("POST", request.path(), null, Api.JOSE, proof);
      assertThat(first.statusCode()).as(operation + first.body()).isBetween(200, 204);
      String before = deployed.dump();
      HttpResponse<String> again = client.send("POST", request.path(), null, Api.JOSE, proof);
      // Either it is seen, or it says what is so already; nothing comes of it.
      if (again.statusCode() == 409) {
        assertThat(again.body()).contains("replayed");
      } else {
        assertThat(again.statusCode()).as(operation + again.body()).isIn(200, 204);
      }
      assertThat(again.body()).doesNotContain("\"lease\"");
      assertThat(deployed.dump()).as(operation.toString()).isEqualTo(before);
      for (Operation other : operations()) {
        if (other.isProof() && !other.path.equals(operation.path)) {
          HttpResponse<String> elsewhere =
              client.send("POST", path(other, deployed.idFor(other.path)), null, Api.JOSE, proof);
          assertThat(elsewhere.statusCode()).as(operation + " at " + other).isEqualTo(401);
        }
      }
      assertThat(deployed.dump()).as(operation.toString()).isEqualTo(before);
    }
  }

  /**
   * SQL and HTML in each string of each operation, one at a time; and as the id, and as a query.
   */
  @Test
  void everyStringIsText() throws Exception {
    int kept = 0;
    String before = deployed.dump();
    int refused = 0;
    for (Operation operation : operations()) {
      List<JsonElement> bodies = new ArrayList<>();
      JsonObject schema = bodySchema(operation);
      if (schema != null) {
        poisoned("", schema, bodies);
      } else {
        bodies.add(null);
      }
      List<String> ids = new ArrayList<>(List.of(deployed.idFor(operation.path)));
      if (operation.path.contains("{id}")) {
        ids.add(java.net.URLEncoder.encode(EVIL, "UTF-8").replace("+", "%20"));
      }
      for (String id : ids) {
        for (JsonElement body : bodies) {
          HttpResponse<String> answer = send(operation, id, deployed.tokens.get("admin"), body);
          String what = operation + " " + body + " -> " + answer.statusCode() + answer.body();
          assertThat(answer.statusCode()).as(what).isLessThan(500);
          if (answer.statusCode() >= 400) {
            refused++;
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith(Problem.TYPE);
            JsonObject problem = JsonParser.parseString(answer.body()).getAsJsonObject();
            assertThat(problem.get("detail").getAsString())
                .as(what)
                .doesNotContain("<script>", "DROP", "Exception", "SQL", "sqlite");
            assertThat(deployed.dump()).as(what).isEqualTo(before);
          } else if (!operation.method.equals("GET")) {
            kept++;
            // What it is kept in is what it was: as many tables, and no admin more.
            before = deployed.dump();
            assertThat(before).as(what).contains("customers\n", "audit_head\n");
          }
          assertThat(deployed.admins()).as(what).isEqualTo(2);
        }
      }
      for (String name : queries(operation)) {
        String target =
            path(operation, deployed.idFor(operation.path))
                + "?"
                + name
                + "="
                + java.net.URLEncoder.encode(EVIL, "UTF-8");
        HttpResponse<String> answer = client.get(target, deployed.tokens.get("viewer"));
        assertThat(answer.statusCode()).as(target + answer.body()).isLessThan(500);
        assertThat(answer.body()).as(target).doesNotContain("<script>", "Exception");
      }
    }
    assertThat(kept).isGreaterThan(3);
    assertThat(refused).isGreaterThan(40);
  }

  private static List<String> queries(Operation operation) {
    List<String> names = new ArrayList<>();
    if (operation.says.has("parameters") && "viewer".equals(operation.role())) {
      operation
          .says
          .getAsJsonArray("parameters")
          .forEach(
              it -> {
                if (it.getAsJsonObject().get("in").getAsString().equals("query")) {
                  names.add(it.getAsJsonObject().get("name").getAsString());
                }
              });
    }
    return names;
  }

  /** The fitting body, each time with another string in it exchanged. */
  private void poisoned(String name, JsonObject schema, List<JsonElement> into) {
    JsonElement whole = fitting(name, schema);
    int[] strings = new int[1];
    poison(whole, -1, strings);
    for (int i = 0; i < strings[0]; i++) {
      into.add(poison(whole, i, new int[1]));
    }
  }

  private static JsonElement poison(JsonElement element, int which, int[] seen) {
    if (element instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      object.entrySet().forEach(it -> copy.add(it.getKey(), poison(it.getValue(), which, seen)));
      return copy;
    }
    if (element instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(it -> copy.add(poison(it, which, seen)));
      return copy;
    }
    boolean text = element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
    return text && seen[0]++ == which ? new JsonPrimitive(EVIL) : element;
  }

  @Test
  void daysAndMomentsOutOfAllReasonAreRefused() throws Exception {
    String viewer = deployed.tokens.get("viewer");
    String usage = "/v1/licenses/" + deployed.license + "/usage";
    for (String target :
        List.of(
            usage + "?to=-999999999-01-01",
            usage + "?from=%2B999999999-12-31",
            "/v1/leases/history?to=-1000000000-01-01T00:00:00Z",
            "/v1/leases/history?from=%2B1000000000-01-01T00:00:00Z",
            "/v1/audit/check?n=1",
            "/v1/audit/check?n=1&hash=x")) {
      HttpResponse<String> answer = client.get(target, viewer);
      assertThat(answer.statusCode()).as(target + answer.body()).isEqualTo(400);
    }
    JsonObject check = ApiClient.json(client.get("/v1/audit/check", viewer));
    String kept = "/v1/audit/check?n=" + check.get("n") + "&hash=";
    String hash = check.get("hash").getAsString();
    assertThat(client.get(kept + hash, viewer).body()).contains("\"whole\":true");
    assertThat(client.get(kept + "0".repeat(64), viewer).body()).contains("\"whole\":false");
  }
}
