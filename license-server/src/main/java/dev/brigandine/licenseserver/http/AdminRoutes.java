package dev.brigandine.licenseserver.http;

import com.google.gson.JsonObject;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.AuditTrail;
import dev.brigandine.licenseserver.service.LicenseServices;
import io.javalin.http.Context;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Bundles, tokens, relays, backup and the audit trail. */
final class AdminRoutes {
  private final LicenseServices services;
  private final Function<Context, Actor> actor;

  AdminRoutes(LicenseServices services, Function<Context, Actor> actor) {
    this.services = services;
    this.actor = actor;
  }

  void addTo(Api api) {
    bundles(api);
    tokens(api);
    audit(api);
    api.post(
        "/v1/licenses/{id}/relays",
        Api.JSON,
        context -> {
          Actor who = actor.apply(context);
          JsonBody body = Api.body(context);
          String bundle = body.string("bundle");
          String keys = body.objectText("keys");
          int seats = body.smallInteger("seats");
          var until = body.moment("until");
          body.end();
          String delegation =
              services.relays().grant(who, StaffRoutes.id(context), bundle, keys, seats, until);
          Api.json(context, 201, Shown.one("delegation", delegation));
        });
    api.post("/v1/backup", null, context -> backup(context, actor.apply(context)));
  }

  private void bundles(Api api) {
    api.post(
        "/v1/bundles",
        Api.JSON,
        context -> {
          Actor who = actor.apply(context);
          JsonBody body = Api.body(context);
          String delegation = body.string("delegation");
          body.end();
          Api.json(context, 201, Shown.bundle(services.bundles().register(who, delegation)));
        });
    api.get(
        "/v1/bundles",
        context ->
            Api.json(
                context,
                200,
                Shown.page(
                    services.bundles().list(actor.apply(context), StaffRoutes.page(context)),
                    Shown::bundle)));
    api.get(
        "/v1/bundles/{id}",
        context ->
            Api.json(
                context,
                200,
                Shown.bundle(
                    services.bundles().get(actor.apply(context), StaffRoutes.id(context)))));
  }

  private void tokens(Api api) {
    api.post(
        "/v1/tokens",
        Api.JSON,
        context -> {
          Actor who = actor.apply(context);
          JsonBody body = Api.body(context);
          String label = body.string("label");
          Role role = body.word("role", Role.class);
          body.end();
          Api.json(context, 201, Shown.one("token", services.staff().create(who, label, role)));
        });
    api.get(
        "/v1/tokens",
        context ->
            Api.json(
                context,
                200,
                Shown.page(
                    services.staff().list(actor.apply(context), StaffRoutes.page(context)),
                    Shown::token)));
    api.delete(
        "/v1/tokens/{id}",
        context -> {
          services.staff().revoke(actor.apply(context), StaffRoutes.id(context));
          context.status(204);
        });
  }

  private void audit(Api api) {
    api.get(
        "/v1/audit",
        context ->
            Api.json(
                context,
                200,
                Shown.page(
                    services.audit().list(actor.apply(context), StaffRoutes.page(context)),
                    Shown::audit)));
    api.get(
        "/v1/audit/check",
        context -> {
          Actor who = actor.apply(context);
          Optional<AuditTrail.Mark> kept = kept(context);
          AuditTrail.Mark newest = services.audit().mark(who);
          OptionalLong broken = services.audit().verify(who);
          if (broken.isEmpty() && kept.isPresent() && !services.audit().has(who, kept.get())) {
            broken = OptionalLong.of(kept.get().n());
          }
          JsonObject json = new JsonObject();
          json.addProperty("whole", broken.isEmpty());
          broken.ifPresent(n -> json.addProperty("broken", n));
          json.addProperty("n", newest.n());
          json.addProperty("hash", newest.hash());
          Api.json(context, 200, json);
        });
  }

  /** What was read here before and kept elsewhere. */
  private static Optional<AuditTrail.Mark> kept(Context context) {
    Optional<String> n = StaffRoutes.query(context, "n");
    Optional<String> hash = StaffRoutes.query(context, "hash");
    if (n.isEmpty() && hash.isEmpty()) {
      return Optional.empty();
    }
    if (!n.orElse("").matches("[0-9]{1,15}") || !hash.orElse("").matches("[0-9a-f]{64}")) {
      throw new ProblemException(
          Problem.badRequest("'n' must be a number and 'hash' 64 hex digits, or neither given"));
    }
    return Optional.of(new AuditTrail.Mark(Long.parseLong(n.get()), hash.get()));
  }

  /** A copy, streamed. Where it lands on the server is no caller's to say. */
  private void backup(Context context, Actor who) throws java.io.IOException {
    Path folder = Files.createTempDirectory("brigandine-backup");
    Path copy = folder.resolve("licenses.db");
    try {
      services.backup().save(who, copy);
      context.contentType("application/octet-stream");
      context.header("Content-Disposition", "attachment; filename=\"licenses.db\"");
      context.result(Files.newInputStream(copy, StandardOpenOption.DELETE_ON_CLOSE));
      // On systems that keep a name until its file is closed, the folder stays behind, empty.
      Files.deleteIfExists(copy);
    } finally {
      Files.deleteIfExists(copy);
      Files.deleteIfExists(folder);
    }
  }
}
