package dev.brigandine.licenseserver.http;

import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.PageRequest;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** What the vendor's staff may ask for, by a bearer token. */
final class StaffRoutes {
  private static final String BEARER = "Bearer ";

  private final LicenseServices services;
  private final RateLimits byAddress;
  private final RateLimits byToken;
  private final Clock clock;

  StaffRoutes(LicenseServices services, RateLimits byAddress, RateLimits byToken, Clock clock) {
    this.services = services;
    this.byAddress = byAddress;
    this.byToken = byToken;
    this.clock = clock;
  }

  /** A request by someone who is known. */
  @FunctionalInterface
  private interface Asked {
    void answer(Context context, Actor actor) throws Exception;
  }

  void addTo(Api api) {
    customers(api);
    licenses(api);
    activations(api);
    devices(api);
    leases(api);
    new AdminRoutes(services, this::actor).addTo(api);
  }

  private void customers(Api api) {
    post(
        api,
        "/v1/customers",
        (context, actor) -> {
          JsonBody body = Api.body(context);
          String name = body.string("name");
          String note = body.optionalString("note").orElse("");
          body.end();
          Api.json(context, 201, Shown.customer(services.customers().create(actor, name, note)));
        });
    get(
        api,
        "/v1/customers",
        (context, actor) ->
            Api.json(
                context,
                200,
                Shown.page(services.customers().list(actor, page(context)), Shown::customer)));
    get(
        api,
        "/v1/customers/{id}",
        (context, actor) ->
            Api.json(context, 200, Shown.customer(services.customers().get(actor, id(context)))));
  }

  private void licenses(Api api) {
    post(
        api,
        "/v1/licenses",
        (context, actor) -> {
          JsonBody body = Api.body(context);
          String customer = body.string("customer");
          var bundles = body.strings("bundles");
          var terms = TermsReader.read(body, clock.instant());
          body.end();
          Api.json(
              context,
              201,
              Shown.license(services.entitlements().create(actor, customer, bundles, terms)));
        });
    get(
        api,
        "/v1/licenses",
        (context, actor) ->
            Api.json(
                context,
                200,
                Shown.page(
                    services.entitlements().list(actor, query(context, "customer"), page(context)),
                    Shown::license)));
    get(
        api,
        "/v1/licenses/{id}",
        (context, actor) ->
            Api.json(context, 200, Shown.license(services.entitlements().get(actor, id(context)))));
    post(
        api,
        "/v1/licenses/{id}/revoke",
        (context, actor) ->
            Api.json(
                context,
                200,
                Shown.license(
                    services.entitlements().revoke(actor, id(context), reason(context)))));
    post(
        api,
        "/v1/licenses/{id}/extend",
        (context, actor) -> {
          JsonBody body = Api.body(context);
          var expires = body.moment("expires");
          body.end();
          Api.json(
              context,
              200,
              Shown.license(services.entitlements().extend(actor, id(context), expires)));
        });
    get(
        api,
        "/v1/licenses/{id}/usage",
        (context, actor) -> {
          LocalDate to =
              day(context, "to")
                  .orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
          LocalDate from = day(context, "from").orElse(to.minusDays(30));
          Api.json(
              context,
              200,
              Shown.items(services.usage().rows(actor, id(context), from, to), Shown::usage));
        });
  }

  private void activations(Api api) {
    post(
        api,
        "/v1/licenses/{id}/activations",
        (context, actor) -> {
          JsonBody body = Api.body(context);
          String bundle = body.string("bundle");
          String keys = body.objectText("keys");
          String name = body.string("name");
          body.end();
          Api.json(
              context,
              201,
              Shown.activation(
                  services.activations().issue(actor, id(context), bundle, keys, name)));
        });
    get(
        api,
        "/v1/licenses/{id}/activations",
        (context, actor) ->
            Api.json(
                context,
                200,
                Shown.page(
                    services.activations().list(actor, Optional.of(id(context)), page(context)),
                    Shown::activation)));
    get(
        api,
        "/v1/activations/{id}",
        (context, actor) ->
            Api.json(
                context, 200, Shown.activation(services.activations().get(actor, id(context)))));
    get(
        api,
        "/v1/activations/{id}/licence",
        (context, actor) -> {
          String jwt = services.activations().get(actor, id(context)).jwt();
          context.contentType(Api.JOSE);
          context.header("Content-Disposition", "attachment; filename=\"licence.jwt\"");
          context.result(jwt + "\n");
        });
    post(
        api,
        "/v1/activations/{id}/revoke",
        (context, actor) ->
            Api.json(
                context,
                200,
                Shown.activation(
                    services.activations().revoke(actor, id(context), reason(context)))));
  }

  private void devices(Api api) {
    post(
        api,
        "/v1/licenses/{id}/devices",
        (context, actor) -> {
          JsonBody body = Api.body(context);
          String keys = body.objectText("keys");
          String name = body.string("name");
          body.end();
          Api.json(
              context, 201, Shown.device(services.devices().add(actor, id(context), keys, name)));
        });
    get(
        api,
        "/v1/devices",
        (context, actor) ->
            Api.json(
                context,
                200,
                Shown.page(
                    services.devices().list(actor, query(context, "license"), page(context)),
                    Shown::device)));
    get(
        api,
        "/v1/devices/{id}",
        (context, actor) ->
            Api.json(context, 200, Shown.device(services.devices().get(actor, id(context)))));
    post(
        api,
        "/v1/devices/{id}/revoke",
        (context, actor) ->
            Api.json(
                context,
                200,
                Shown.device(services.devices().revoke(actor, id(context), reason(context)))));
  }

  private void leases(Api api) {
    get(
        api,
        "/v1/leases",
        (context, actor) ->
            Api.json(
                context,
                200,
                Shown.page(
                    services.leasing().list(actor, query(context, "license"), page(context)),
                    Shown::lease)));
    get(
        api,
        "/v1/leases/history",
        (context, actor) -> {
          var to =
              query(context, "to").map(t -> JsonBody.moment("'to'", t)).orElse(clock.instant());
          var from =
              query(context, "from")
                  .map(t -> JsonBody.moment("'from'", t))
                  .orElse(to.minusSeconds(86_400));
          int buckets = number(context, "buckets", 48);
          Api.json(
              context,
              200,
              Shown.items(
                  services.history().points(actor, query(context, "license"), from, to, buckets),
                  Shown::point));
        });
    get(
        api,
        "/v1/overview",
        (context, actor) ->
            Api.json(context, 200, Shown.summary(services.overview().summary(actor))));
  }

  private void get(Api api, String path, Asked asked) {
    api.get(path, context -> asked.answer(context, actor(context)));
  }

  private void post(Api api, String path, Asked asked) {
    api.post(path, Api.JSON, context -> asked.answer(context, actor(context)));
  }

  /** Whose token the request bears. */
  private Actor actor(Context context) {
    byAddress.take(context.ip());
    String header = context.header("Authorization");
    if (header == null || !header.startsWith(BEARER) || header.length() > 256) {
      throw new ProblemException(
          new Problem(
              401,
              "bad-proof",
              "a token is needed",
              "send Authorization: Bearer and a token of license-server token"));
    }
    Actor actor = services.staff().authenticate(header.substring(BEARER.length()));
    byToken.take(actor.who());
    return actor;
  }

  private static String reason(Context context) {
    JsonBody body = Api.body(context);
    String reason = body.string("reason");
    body.end();
    return reason;
  }

  static String id(Context context) {
    return context.pathParam("id");
  }

  static Optional<String> query(Context context, String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(text -> !text.isEmpty());
  }

  static PageRequest page(Context context) {
    return new PageRequest(number(context, "limit", 50), query(context, "after"));
  }

  private static int number(Context context, String name, int otherwise) {
    Optional<String> text = query(context, name);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("[0-9]{1,9}")) {
      throw new ProblemException(Problem.badRequest("'" + name + "' must be a whole number"));
    }
    return Integer.parseInt(text.get());
  }

  private static Optional<LocalDate> day(Context context, String name) {
    try {
      Optional<LocalDate> day = query(context, name).map(LocalDate::parse);
      if (day.isEmpty() || day.get().getYear() >= 1970 && day.get().getYear() <= 9999) {
        return day;
      }
    } catch (DateTimeException e) {
      // As below.
    }
    throw new ProblemException(
        Problem.badRequest("'" + name + "' must be a day such as 2027-01-31"));
  }
}
