package dev.brigandine.licenseserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.StubServices;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTest {
  private static final String INSTANCE = "I".repeat(22);
  private static final String NOTHING = "N".repeat(22);

  @TempDir Path folder;
  private LicenseServer server;
  private LicenseServices services;
  private ApiClient client;
  private String admin;
  private String viewer;

  @BeforeEach
  void start() throws Exception {
    String database = "sqlite:" + folder.resolve("licenses.db");
    services = StubServices.open(database, Clock.systemUTC());
    ServerOptions options =
        new ServerOptions(database, ServerOptions.LOOPBACK, 0, Optional.empty(), 0);
    server =
        LicenseServer.start(
            options,
            services,
            StubServices.ISSUER,
            Clock.systemUTC(),
            new SecureRandom(),
            it -> List.of());
    String address = server.address();
    client = new ApiClient(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    admin = services.init().orElseThrow();
    viewer = services.staff().create(Actor.SYSTEM, "looks", Role.VIEWER);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonObject made(String path, String body) throws Exception {
    HttpResponse<String> answer = client.post(path, admin, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return ApiClient.json(answer);
  }

  /** A floating licence over one seat. */
  private String sell() throws Exception {
    made("/v1/bundles", "{\"delegation\":\"delegation 2090-01-01T00:00:00Z\"}");
    String customer =
        made("/v1/customers", "{\"name\":\"<b>Robert'); DROP TABLE customer;--\"}")
            .get("id")
            .getAsString();
    String terms = ",\"kind\":\"floating\",\"seats\":1,\"expires\":\"2080-01-01T00:00:00Z\"}";
    return made(
            "/v1/licenses",
            "{\"customer\":\""
                + customer
                + "\",\"bundles\":[\""
                + StubServices.BUNDLE
                + "\"]"
                + terms)
        .get("id")
        .getAsString();
  }

  private Map<String, Object> activation(String license) throws Exception {
    return Map.of(
        "entitlement",
        license,
        "bundle",
        StubServices.BUNDLE,
        "keys",
        Map.of("id", ApiClient.DEVICE, "signer", client.signer()),
        "name",
        "press 7");
  }

  private static void isProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(Problem.TYPE);
    assertThat(ApiClient.json(answer).get("code").getAsString()).isEqualTo(code);
  }

  @Test
  void aSeatIsLentRenewedReturnedAndRefused() throws Exception {
    String license = sell();
    HttpResponse<String> activated = client.ask("/v1/activations", "activate", activation(license));
    assertThat(activated.statusCode()).as(activated.body()).isEqualTo(201);
    assertThat(activated.headers().firstValue("Brig-Nonce")).isPresent();
    String licence = ApiClient.json(activated).get("licence").getAsString().split(" ")[1];
    HttpResponse<String> again = client.ask("/v1/activations", "activate", activation(license));
    assertThat(again.statusCode()).isEqualTo(200);

    HttpResponse<String> claimed =
        client.ask(
            "/v1/leases", "claim", Map.of("licence", licence, "instance", INSTANCE, "seq", 1));
    assertThat(claimed.statusCode()).as(claimed.body()).isEqualTo(201);
    String[] lease = ApiClient.json(claimed).get("lease").getAsString().split(" ");
    HttpResponse<String> second =
        client.ask(
            "/v1/leases",
            "claim",
            Map.of("licence", licence, "instance", "J".repeat(22), "seq", 1));
    isProblem(second, 409, "no-free-lease");
    assertThat(second.headers().firstValue("Retry-After")).isPresent();

    long fence = Long.parseLong(lease[2]);
    String path = "/v1/leases/" + lease[1];
    HttpResponse<String> renewed =
        client.ask(
            path + "/renew", "renew", Map.of("instance", INSTANCE, "seq", 2, "fence", fence));
    assertThat(renewed.statusCode()).as(renewed.body()).isEqualTo(200);
    isProblem(
        client.ask(
            path + "/renew", "renew", Map.of("instance", INSTANCE, "seq", 2, "fence", fence)),
        409,
        "replayed");
    assertThat(client.get("/v1/leases", viewer).body()).contains("press 7");
    assertThat(client.get("/metrics", null).body())
        .contains("brigandine_leases_total{outcome=\"granted\"} 1.0")
        .contains("brigandine_leases_in_use 1.0");
    assertThat(
            client
                .ask(
                    path + "/release",
                    "release",
                    Map.of("instance", INSTANCE, "seq", 3, "fence", fence))
                .statusCode())
        .isEqualTo(204);

    HttpResponse<String> revoked =
        client.post("/v1/licenses/" + license + "/revoke", admin, "{\"reason\":\"unpaid\"}");
    assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(200);
    isProblem(
        client.ask(
            "/v1/leases", "claim", Map.of("licence", licence, "instance", INSTANCE, "seq", 4)),
        403,
        "revoked");
    assertThat(client.get("/v1/revocations", null).body()).contains(license);
    assertThat(ApiClient.json(client.get("/v1/audit/check", viewer)).get("whole").getAsBoolean())
        .isTrue();
  }

  @Test
  void aProofMustBeOursFreshAndForThis() throws Exception {
    Map<String, Object> brig = activation(sell());
    String nonce = client.nonce();
    String stale = client.proof("activate", "A".repeat(54), StubServices.ISSUER, brig);
    HttpResponse<String> answer = client.send("POST", "/v1/activations", null, Api.JOSE, stale);
    isProblem(answer, 401, "stale-nonce");
    assertThat(answer.headers().firstValue("Brig-Nonce")).isPresent();
    for (String proof :
        List.of(
            client.proof("activate", nonce, "A".repeat(43), brig),
            client.proof("claim", nonce, StubServices.ISSUER, brig),
            client.proof("activate", nonce, StubServices.ISSUER, brig).replace(".ey", ".ez"),
            "no.proof.atall",
            "",
            "x".repeat(20_000))) {
      isProblem(client.send("POST", "/v1/activations", null, Api.JOSE, proof), 401, "bad-proof");
    }
    assertThat(client.get("/v1/devices", viewer).body()).isEqualTo("{\"items\":[]}");
  }

  @Test
  void theDocumentNamesEveryRouteAndNoOther() throws Exception {
    JsonObject paths = ApiClient.json(client.get("/openapi.json", null)).getAsJsonObject("paths");
    TreeSet<String> documented = new TreeSet<>();
    paths
        .entrySet()
        .forEach(
            path ->
                path.getValue()
                    .getAsJsonObject()
                    .keySet()
                    .forEach(
                        method ->
                            documented.add(
                                method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
    assertThat(documented).containsExactlyElementsOf(new TreeSet<>(server.routes()));
  }

  /** Every operation of the document, with what nobody should send. */
  @Test
  void badInputIsRefusedAndChangesNothing() throws Exception {
    sell();
    long seed = 20_261_124L;
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String before = dump();
    JsonObject paths = ApiClient.json(client.get("/openapi.json", null)).getAsJsonObject("paths");
    String[] bodies = {
      "",
      "{",
      "[]",
      "null",
      "{}",
      "{\"name\":1}",
      "{\"name\":null,\"reason\":[]}",
      "{\"reason\":\"\",\"label\":{},\"role\":\"root\"}",
      "{\"delegation\":\"<script>\"}",
      "{\"name\":\"a\",\"unknown\":\"'; DELETE FROM customer; --\"}",
      "{\"keys\":{},\"name\":\"x\",\"bundle\":\"' OR 1=1\",\"seats\":-1,\"until\":\"soon\"}",
      "{\"name\":\"" + "x".repeat(33_000) + "\"}",
      "{\"name\":\"\\u0000\"}"
    };
    String[] tokens = {null, viewer, admin, "'; DROP TABLE token; --", "A".repeat(43)};
    String[] types = {Api.JSON, Api.JOSE, "text/html", null};
    String[] ids = {NOTHING, "%27%20OR%201=1", "%3Cscript%3E", "x".repeat(500)};
    for (var path : paths.entrySet()) {
      for (String method : path.getValue().getAsJsonObject().keySet()) {
        for (int i = 0; i < 25; i++) {
          String target = path.getKey().replace("{id}", ids[random.nextInt(ids.length)]);
          if (method.equals("get")) {
            target +=
                new String[] {"", "?limit=0", "?limit=x", "?after=%27", "?from=never"}
                    [random.nextInt(5)];
          }
          HttpResponse<String> answer =
              client.send(
                  method.toUpperCase(java.util.Locale.ROOT),
                  target,
                  tokens[random.nextInt(tokens.length)],
                  types[random.nextInt(types.length)],
                  method.equals("get") ? "" : bodies[random.nextInt(bodies.length)]);
          String what = method + " " + target + " -> " + answer.statusCode();
          assertThat(answer.statusCode()).as(what + answer.body()).isLessThan(500);
          if (answer.statusCode() >= 400) {
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .as(what)
                .startsWith(Problem.TYPE);
            JsonParser.parseString(answer.body()).getAsJsonObject().get("code").getAsString();
            assertThat(answer.body())
                .doesNotContain("Exception", "java.", "sqlite", "SQL", "<script>", "\tat ");
          }
        }
      }
    }
    assertThat(dump()).isEqualTo(before);
    assertThat(client.get("/health", null).statusCode()).isEqualTo(200);
  }

  /** All that staff can see. */
  private String dump() throws Exception {
    StringBuilder all = new StringBuilder();
    for (String path : List.of("customers", "bundles", "licenses", "devices", "leases", "tokens")) {
      all.append(client.get("/v1/" + path + "?limit=200", admin).body()).append('\n');
    }
    return all.append(new Gson().toJson(client.get("/v1/revocations", null).body())).toString();
  }
}
