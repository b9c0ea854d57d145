package dev.brigandine.licenseserver.http;

import com.google.gson.JsonObject;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.licenseserver.service.ActivationAnswer;
import dev.brigandine.licenseserver.service.ActivationRequest;
import dev.brigandine.licenseserver.service.GrantedLease;
import dev.brigandine.licenseserver.service.LeaseRequest;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.Refusal;
import dev.brigandine.licenseserver.service.RefusedException;
import dev.brigandine.licenseserver.service.UsageReport;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What devices ask for, by signed requests. */
final class DeviceRoutes {
  private static final String NONCE = "Brig-Nonce";

  private final LicenseServices services;
  private final ProofReader proofs;
  private final Nonces nonces;
  private final String issuer;
  private final RateLimits byAddress;
  private final RateLimits bySigner;
  private final Metrics metrics;
  private final Clock clock;

  DeviceRoutes(
      LicenseServices services,
      ProofReader proofs,
      Nonces nonces,
      String issuer,
      RateLimits byAddress,
      RateLimits bySigner,
      Metrics metrics,
      Clock clock) {
    this.services = services;
    this.proofs = proofs;
    this.nonces = nonces;
    this.issuer = issuer;
    this.byAddress = byAddress;
    this.bySigner = bySigner;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** A proof that holds, and its arguments. */
  private record Proven(ProofReader.Claims claims, JsonBody brig) {}

  void addTo(Api api) {
    api.post(
        "/v1/challenges",
        null,
        context -> {
          byAddress.take(context.ip());
          JsonObject json = Shown.one("nonce", nonces.fresh());
          json.addProperty("time", clock.instant().getEpochSecond());
          json.addProperty("issuer", issuer);
          Api.json(context, 200, json);
        });
    api.post("/v1/activations", Api.JOSE, this::activate);
    api.post("/v1/leases", Api.JOSE, this::claim);
    api.post("/v1/leases/{id}/renew", Api.JOSE, this::renew);
    api.post("/v1/leases/{id}/release", Api.JOSE, this::release);
    api.post("/v1/usage", Api.JOSE, this::usage);
    api.get("/v1/revocations", this::revocations);
  }

  private void activate(Context context) {
    Proven proven = proven(context, "activate");
    JsonBody brig = proven.brig;
    String entitlement = brig.string("entitlement");
    String bundle = brig.string("bundle");
    String keys = brig.objectText("keys");
    String name = brig.string("name");
    Optional<Map<String, List<String>>> traits =
        brig.has("traits") ? Optional.of(traits(brig.object("traits"))) : Optional.empty();
    brig.end();
    ProofReader.Claims claims = proven.claims;
    ActivationAnswer answer =
        services
            .activations()
            .activate(
                new ActivationRequest(
                    claims.device(), claims.signer(), entitlement, bundle, keys, name, traits));
    JsonObject json = Shown.one("licence", answer.licence());
    json.addProperty("revocations", answer.revocations());
    Api.json(context, answer.fresh() ? 201 : 200, json);
  }

  private static Map<String, List<String>> traits(JsonBody body) {
    Map<String, List<String>> traits = new LinkedHashMap<>();
    for (String name : List.copyOf(body.names())) {
      traits.put(name, body.strings(name));
    }
    return traits;
  }

  private void claim(Context context) {
    Proven proven = proven(context, "claim");
    JsonBody brig = proven.brig;
    String licence = brig.string("licence");
    LeaseRequest request = request(proven, brig.optionalInteger("runs"));
    brig.end();
    granted(context, 201, "granted", () -> services.leasing().claim(request, licence));
  }

  private void renew(Context context) {
    Proven proven = proven(context, "renew");
    long fence = proven.brig.integer("fence");
    LeaseRequest request = request(proven, used(proven.brig));
    proven.brig.end();
    String lease = context.pathParam("id");
    granted(context, 200, "renewed", () -> services.leasing().renew(request, lease, fence));
  }

  private void release(Context context) {
    Proven proven = proven(context, "release");
    long fence = proven.brig.integer("fence");
    LeaseRequest request = request(proven, used(proven.brig));
    proven.brig.end();
    services.leasing().release(request, context.pathParam("id"), fence);
    metrics.lease("released");
    context.status(204);
  }

  private void usage(Context context) {
    Proven proven = proven(context, "usage");
    JsonBody brig = proven.brig;
    UsageReport report =
        new UsageReport(
            proven.claims.device(),
            proven.claims.signer(),
            brig.string("licence"),
            brig.string("instance"),
            brig.integer("total"));
    brig.end();
    services.usage().report(report);
    context.status(204);
  }

  private void granted(Context context, int status, String outcome, Supplier<GrantedLease> asked) {
    try {
      GrantedLease lease = asked.get();
      metrics.lease(outcome);
      Api.json(context, status, Shown.one("lease", lease.token()));
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.NO_FREE_LEASE) {
        metrics.lease("refused");
      } else if (e.refusal() == Refusal.LEASE_LOST) {
        metrics.lease("lost");
      }
      throw e;
    }
  }

  private static LeaseRequest request(Proven proven, OptionalLong runs) {
    return new LeaseRequest(
        proven.claims.device(),
        proven.claims.signer(),
        proven.claims.id(),
        proven.brig.string("instance"),
        proven.brig.integer("seq"),
        runs);
  }

  private static OptionalLong used(JsonBody brig) {
    if (!brig.has("used")) {
      return OptionalLong.empty();
    }
    JsonBody used = brig.object("used");
    OptionalLong runs = OptionalLong.of(used.integer("runs"));
    used.end();
    return runs;
  }

  /** Verifies signature, addressee, purpose and freshness; the next nonce goes with any answer. */
  private Proven proven(Context context, String op) {
    byAddress.take(context.ip());
    context.header(NONCE, nonces.fresh());
    String jws = new String(context.bodyAsBytes(), StandardCharsets.ISO_8859_1).strip();
    ProofReader.Claims claims;
    try {
      claims = proofs.read(jws);
    } catch (BrigandineException e) {
      throw bad(e.getMessage());
    }
    if (!claims.op().equals(op)) {
      throw bad("the proof is for another operation than " + op);
    }
    if (!claims.audience().equals(issuer)) {
      throw bad("the proof is for another server");
    }
    nonces.check(claims.nonce());
    // Not by the device that it names: anyone may name any, and would use up what is another's.
    bySigner.take(claims.signer());
    int from = jws.indexOf('.') + 1;
    byte[] payload = Base64.getUrlDecoder().decode(jws.substring(from, jws.indexOf('.', from)));
    return new Proven(claims, JsonBody.parse(payload).object("brig"));
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(
        new Problem(401, "bad-proof", detail, "sign the request with the device's key"));
  }

  private void revocations(Context context) {
    byAddress.take(context.ip());
    String list = services.revocations().current();
    String tag = "\"" + tag(list) + "\"";
    context.header("ETag", tag);
    context.header("Cache-Control", "no-cache");
    if (tag.equals(context.header("If-None-Match"))) {
      context.status(304);
      return;
    }
    context.contentType(Api.JOSE);
    context.result(list.getBytes(StandardCharsets.US_ASCII));
  }

  private static String tag(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 22);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
