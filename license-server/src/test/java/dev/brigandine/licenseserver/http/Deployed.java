package dev.brigandine.licenseserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.StubServices;
import dev.brigandine.licenseserver.store.Database;
import dev.brigandine.licenseserver.store.DatabaseAddress;
import dev.brigandine.licenseserver.store.Sql;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server with a customer, who bought three seats, and a device of his that holds one. */
final class Deployed implements AutoCloseable {
  private static final String INSTANCE = "I".repeat(22);

  final Map<String, String> tokens = new HashMap<>();
  final LicenseServices services;
  final ApiClient client;
  final String license;
  final String customer;
  private final Database database;
  private final LicenseServer server;
  private final String licence;
  private final String lease;
  private final long fence;
  private long seq = 10;

  /** What a device sends. */
  record Request(String path, String op, Map<String, Object> brig) {}

  static Deployed start(String address, int rate) throws Exception {
    return new Deployed(address, rate);
  }

  private Deployed(String address, int rate) throws Exception {
    database = Database.open(DatabaseAddress.parse(address), Clock.systemUTC());
    services = StubServices.over(database);
    server =
        LicenseServer.start(
            new ServerOptions(address, ServerOptions.LOOPBACK, 0, Optional.empty(), rate),
            services,
            StubServices.ISSUER,
            Clock.systemUTC(),
            new SecureRandom(),
            it -> List.of());
    String url = server.address();
    client = new ApiClient(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
    tokens.put("admin", services.init().orElseThrow());
    for (Role role : Role.values()) {
      String name = role.name().toLowerCase(java.util.Locale.ROOT);
      String token = services.staff().create(Actor.SYSTEM, name + " of the tests", role);
      tokens.putIfAbsent(name, token);
    }
    tokens.put("wrong", "brig_" + "A".repeat(43));
    tokens.put("ended", services.staff().create(Actor.SYSTEM, "left", Role.ADMIN));
    String left = Sql.text(database, "SELECT id FROM tokens WHERE label = 'left'");
    services.staff().revoke(Actor.SYSTEM, left);

    services.bundles().register(Actor.SYSTEM, "delegation 2090-01-01T00:00:00Z");
    customer = made("/v1/customers", "{\"name\":\"north\"}");
    license =
        made(
            "/v1/licenses",
            "{\"customer\":\""
                + customer
                + "\",\"bundles\":[\""
                + StubServices.BUNDLE
                + "\"],\"kind\":\"floating\",\"seats\":3,\"expires\":\"2070-01-01T00:00:00Z\"}");
    licence = one("/v1/activations", "activate", activation(), "licence")[1];
    String[] granted = one("/v1/leases", "claim", claim(INSTANCE, 1), "lease");
    lease = granted[1];
    fence = Long.parseLong(granted[2]);
  }

  private String made(String path, String body) throws Exception {
    HttpResponse<String> answer = client.post(path, tokens.get("admin"), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return ApiClient.json(answer).get("id").getAsString();
  }

  private String[] one(String path, String op, Map<String, Object> brig, String member)
      throws Exception {
    HttpResponse<String> answer = client.ask(path, op, brig);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return ApiClient.json(answer).get(member).getAsString().split(" ");
  }

  private Map<String, Object> keys() throws Exception {
    return Map.of("id", ApiClient.DEVICE, "signer", client.signer());
  }

  private Map<String, Object> activation() throws Exception {
    return Map.of(
        "entitlement", license, "bundle", StubServices.BUNDLE, "keys", keys(), "name", "press 7");
  }

  Map<String, Object> claim(String instance, long number) {
    return Map.of("licence", licence, "instance", instance, "seq", number);
  }

  /** A request that the server grants. */
  Request request(String path) throws Exception {
    Map<String, Object> mine = Map.of("instance", INSTANCE, "seq", seq++, "fence", fence);
    switch (path) {
      case "/v1/activations":
        return new Request(path, "activate", activation());
      case "/v1/leases":
        return new Request(path, "claim", claim("J".repeat(22), seq++));
      case "/v1/leases/{id}/renew":
        return new Request(path.replace("{id}", lease), "renew", mine);
      case "/v1/leases/{id}/release":
        return new Request(path.replace("{id}", lease), "release", mine);
      case "/v1/usage":
        return new Request(
            path, "usage", Map.of("licence", licence, "instance", INSTANCE, "total", 7));
      default:
        throw new AssertionError("no request known for " + path);
    }
  }

  /** Something that is there, for the id in a path. */
  String idFor(String path) {
    if (path.startsWith("/v1/customers")) {
      return customer;
    } else if (path.startsWith("/v1/bundles")) {
      return StubServices.BUNDLE;
    } else if (path.startsWith("/v1/activations")) {
      return licence;
    } else if (path.startsWith("/v1/devices")) {
      return ApiClient.DEVICE;
    } else if (path.startsWith("/v1/leases")) {
      return lease;
    } else if (path.startsWith("/v1/tokens")) {
      return "Z".repeat(22);
    }
    return license;
  }

  /** Values for members whose names say what they are; null for others. */
  JsonElement known(String name) {
    try {
      switch (name) {
        case "customer":
          return new JsonPrimitive(customer);
        case "bundle":
          return new JsonPrimitive(StubServices.BUNDLE);
        case "bundles":
          return new Gson().toJsonTree(List.of(StubServices.BUNDLE));
        case "role":
          return new JsonPrimitive("viewer");
        case "kind":
          return new JsonPrimitive("floating");
        case "seats", "heartbeat":
          return new JsonPrimitive(2);
        case "starts":
          return new JsonPrimitive("2026-01-01T00:00:00Z");
        case "entitlement":
          return new JsonPrimitive(license);
        case "licence":
          return new JsonPrimitive(licence);
        case "instance":
          return new JsonPrimitive("K".repeat(22));
        case "seq":
          return new JsonPrimitive(seq++);
        case "delegation":
          return new JsonPrimitive("delegation 2090-01-01T00:00:00Z");
        case "keys":
          return new Gson().toJsonTree(keys());
        default:
          return null;
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Whole numbers as such: a reader of maps makes doubles of them. */
  static Map<String, Object> whole(Map<?, ?> map) {
    Map<String, Object> copy = new HashMap<>();
    map.forEach((name, value) -> copy.put((String) name, whole(value)));
    return copy;
  }

  private static Object whole(Object value) {
    if (value instanceof Map<?, ?> map) {
      return whole(map);
    } else if (value instanceof List<?> list) {
      return list.stream().map(Deployed::whole).toList();
    }
    return value instanceof Double number ? (Object) number.longValue() : value;
  }

  /** The whole database, but for what a request may touch without a change: none of it. */
  String dump() {
    return Sql.dump(database);
  }

  int admins() {
    return Integer.parseInt(
        Sql.text(database, "SELECT count(*) FROM tokens WHERE role = 'ADMIN' AND revoked IS NULL"));
  }

  int port() {
    return java.net.URI.create(server.address()).getPort();
  }

  String nonce() throws Exception {
    return client.nonce();
  }

  @Override
  public void close() {
    server.close();
  }
}
