package dev.brigandine.licenseserver.page;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.Refusal;
import dev.brigandine.licenseserver.service.RefusedException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who is signed in, takes forms that are ours, and answers in HTML whatever happens. Each
 * handler asks the services in the name of whoever is signed in, and these refuse what his role may
 * not: that a page hides a button decides nothing.
 */
final class Desk {
  /** A page, or what a form does. */
  @FunctionalInterface
  interface Handler {
    Reply answer(Visit visit) throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger("brigandine.page");

  private final RoutesConfig routes;
  private final LicenseServices services;
  private final Cookies cookies;
  private final Clock clock;
  private final Templates templates = new Templates();
  private final Assets assets = new Assets();

  Desk(RoutesConfig routes, LicenseServices services, Cookies cookies, Clock clock) {
    this.routes = routes;
    this.services = services;
    this.cookies = cookies;
    this.clock = clock;
    assets.addTo(routes);
    for (String path : new String[] {"/", "/page"}) {
      routes.addHttpHandler(
          HandlerType.GET, path, context -> send(context, Reply.to("/page/overview")));
    }
  }

  /** A page for whoever is signed in. */
  void get(String path, Handler handler) {
    routes.addHttpHandler(
        HandlerType.GET, path, context -> handle(context, true, Form.empty(), handler));
  }

  /** A form for whoever has a role; others get told so before they fill it in. */
  void get(String path, Role needed, Handler handler) {
    get(
        path,
        visit -> {
          if (!visit.actor().role().may(needed)) {
            throw new RefusedException(
                Refusal.WRONG_ROLE,
                "this needs the role " + View.word(needed),
                "sign in with a token that has it");
          }
          return handler.answer(visit);
        });
  }

  /** What a form of ours does, for whoever is signed in. */
  void post(String path, Handler handler) {
    routes.addHttpHandler(HandlerType.POST, path, context -> handle(context, true, null, handler));
  }

  /** A page for anybody. */
  void getOpen(String path, Handler handler) {
    routes.addHttpHandler(
        HandlerType.GET, path, context -> handle(context, false, Form.empty(), handler));
  }

  /** What a form of ours does, for anybody. */
  void postOpen(String path, Handler handler) {
    routes.addHttpHandler(HandlerType.POST, path, context -> handle(context, false, null, handler));
  }

  /** Any other path, called last. */
  void otherwise() {
    getOpen(
        "/page/*",
        visit -> {
          throw new RefusedException(Refusal.UNKNOWN, "there is no such page", null);
        });
  }

  /**
   * @param form null if it is to be read, and checked to be ours
   */
  private void handle(Context context, boolean known, Form form, Handler handler) {
    Visit visit = new Visit(context, null, "", Form.empty(), cookies, clock.instant(), style());
    try {
      String session = Cookies.get(context, Cookies.SESSION);
      Actor actor = services.sessions().find(session).orElse(null);
      String secret = actor == null ? cookies.form(context) : session;
      visit = with(visit, actor, secret, Form.empty());
      if (known && actor == null) {
        send(context, unknown(visit, form == null));
        return;
      }
      if (form == null) {
        form = FormReader.read(context);
        if (!sameSite(context)
            || !Cookies.same(form.value(FormReader.CSRF), Cookies.csrf(secret))) {
          send(context, Problems.notOurs(visit));
          return;
        }
      }
      visit = with(visit, actor, secret, form);
      send(context, handler.answer(visit));
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.UNAVAILABLE) {
        LOG.warn("page: {}", e.getMessage());
      }
      send(context, Problems.of(visit, e));
    } catch (BrigandineException e) {
      if (e.code() == ErrorCode.INTERNAL) {
        LOG.error("page failed, request {}", request(context), e);
      }
      send(context, Problems.of(visit, e, request(context)));
    } catch (Exception e) {
      LOG.error("page failed, request {}", request(context), e);
      send(context, Problems.failed(visit, request(context)));
    }
  }

  private static Visit with(Visit visit, Actor actor, String secret, Form form) {
    return new Visit(
        visit.context(), actor, secret, form, visit.cookies(), visit.now(), visit.style());
  }

  private static Reply unknown(Visit visit, boolean post) {
    if (post) {
      return Problems.signedOut(visit);
    }
    String query = visit.context().queryString();
    String path = visit.context().path() + (query == null ? "" : "?" + query);
    return Reply.to(
        "/page/sign-in?next=" + java.net.URLEncoder.encode(path, StandardCharsets.UTF_8));
  }

  /** Browsers that say where a request comes from say it true. */
  private static boolean sameSite(Context context) {
    String from = context.header("Sec-Fetch-Site");
    return from == null || from.equals("same-origin") || from.equals("none");
  }

  private String style() {
    return assets.style();
  }

  private static String request(Context context) {
    return Optional.ofNullable(context.res().getHeader("Brig-Request")).orElse("-");
  }

  private void send(Context context, Reply reply) {
    context.header("Content-Security-Policy", Assets.POLICY);
    context.header("Cache-Control", "no-store");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    if (reply instanceof Reply.Go go) {
      context.status(303).header("Location", go.path());
    } else if (reply instanceof Reply.File file) {
      context.contentType("application/jose");
      context.header("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
      context.result(file.text().getBytes(StandardCharsets.UTF_8));
    } else if (reply instanceof Reply.Html html) {
      context.status(html.status()).contentType("text/html; charset=utf-8");
      context.result(templates.render(html).getBytes(StandardCharsets.UTF_8));
    }
  }
}
