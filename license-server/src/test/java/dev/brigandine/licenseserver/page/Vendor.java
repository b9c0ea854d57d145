package dev.brigandine.licenseserver.page;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.Proof;
import dev.brigandine.license.VendorKey;
import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real server on SQLite with the page, real keys, and a token for each role. */
final class Vendor implements AutoCloseable {
  static final String BUNDLE = "A".repeat(22);
  static final SecureRandom RANDOM = new SecureRandom();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final VendorKey key = VendorKey.generate();
  final VendorKey serverKey = VendorKey.generate();
  final Clock clock;
  final Instant now;
  final LicenseServices services;
  final LicenseServer server;
  final String database;
  final String admin;
  final String issuer;
  final String viewer;

  Vendor(Path folder, Clock clock) {
    this.clock = clock;
    now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    database = "sqlite:" + folder.resolve("licenses.db");
    services = LicenseServices.open(database, serverKey, clock, RANDOM);
    ServerOptions options =
        new ServerOptions(database, ServerOptions.LOOPBACK, 0, Optional.empty(), 0);
    server =
        LicenseServer.start(
            options,
            services,
            serverKey.signer().thumbprint(),
            clock,
            RANDOM,
            it -> List.of(new VendorPage(it, clock, RANDOM, false)));
    admin = services.init().orElseThrow();
    issuer = services.staff().create(Actor.SYSTEM, "issues", Role.ISSUER);
    viewer = services.staff().create(Actor.SYSTEM, "looks", Role.VIEWER);
  }

  /** A delegation of a bundle to the server's key. */
  String delegation(String bundle, String model, Duration good) {
    Manifest manifest =
        new Manifest(
            bundle,
            model,
            3,
            Optional.empty(),
            "none",
            "0.1.0",
            now,
            List.of(),
            List.of(),
            key.publicKey().wrap(ActivationKey.generate(RANDOM), bundle),
            List.of());
    return LicenseIssuer.delegate(
        key,
        manifest,
        key.signer(),
        serverKey.publicKey(),
        true,
        LicenseTerms.expiring(now.plus(good)).build(),
        now);
  }

  void register() {
    services
        .bundles()
        .register(Actor.SYSTEM, delegation(BUNDLE, "acme/minilm", Duration.ofDays(700)));
  }

  Entitlement sell(String customer, Terms terms) {
    String id = services.customers().create(Actor.SYSTEM, customer, "").id();
    return services.entitlements().create(Actor.SYSTEM, id, List.of(BUNDLE), terms);
  }

  Terms.Builder floating(int seats) {
    return Terms.floating(seats, now, now.plus(Duration.ofDays(20))).lease(60, 120);
  }

  String url(String path) {
    return server.address() + path;
  }

  /** What a device asks, by a real proof. */
  HttpResponse<String> ask(DeviceKey device, String path, String op, Map<String, Object> brig)
      throws Exception {
    HttpResponse<String> challenge =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(url("/v1/challenges")))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String nonce = json(challenge).get("nonce").getAsString();
    String proof =
        Proof.sign(
            device.signing(),
            op,
            nonce,
            Proof.newId(RANDOM),
            serverKey.signer(),
            device.thumbprint(),
            brig);
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url(path)))
            .header("Content-Type", "application/jose")
            .POST(HttpRequest.BodyPublishers.ofString(proof))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> activate(DeviceKey device, String entitlement, String name)
      throws Exception {
    Map<?, ?> keys = new com.google.gson.Gson().fromJson(device.publicKey().toJson(), Map.class);
    return ask(
        device,
        "/v1/activations",
        "activate",
        Map.of("entitlement", entitlement, "bundle", BUNDLE, "keys", keys, "name", name));
  }

  HttpResponse<String> claim(DeviceKey device, String licence) throws Exception {
    return ask(
        device,
        "/v1/leases",
        "claim",
        Map.of("licence", licence, "instance", Proof.newId(RANDOM), "seq", 1));
  }

  static JsonObject json(HttpResponse<String> answer) {
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  @Override
  public void close() {
    server.close();
  }
}
