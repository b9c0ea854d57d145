package dev.brigandine.licenseserver.http;

import com.google.gson.JsonObject;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Adds routes whose answers are JSON, and keeps a list of them. */
final class Api {
  /** The request attribute that names the route. */
  static final String ROUTE = "dev.brigandine.route";

  static final String JSON = "application/json";
  static final String JOSE = "application/jose";

  private final RoutesConfig routes;
  private final List<String> added = new ArrayList<>();

  Api(RoutesConfig routes) {
    this.routes = routes;
  }

  /** Methods and paths, as {@code GET /v1/licenses/{id}}. */
  List<String> routes() {
    return List.copyOf(added);
  }

  void get(String path, Handler handler) {
    add(HandlerType.GET, path, null, handler);
  }

  void delete(String path, Handler handler) {
    add(HandlerType.DELETE, path, null, handler);
  }

  /**
   * @param type that the body must have; null if there is none to be read
   */
  void post(String path, String type, Handler handler) {
    add(HandlerType.POST, path, type, handler);
  }

  private void add(HandlerType method, String path, String type, Handler handler) {
    String route = method.name() + " " + path;
    added.add(route);
    routes.addHttpHandler(
        method,
        path,
        context -> {
          context.attribute(ROUTE, route);
          accepts(context);
          if (type != null) {
            hasType(context, type);
          }
          handler.handle(context);
        });
  }

  private static void hasType(Context context, String type) {
    String given = context.contentType();
    String bare = given == null ? "" : given.split(";", 2)[0].strip();
    if (!bare.equalsIgnoreCase(type)) {
      throw new ProblemException(
          new Problem(
              415, "unsupported", "the body must be " + type, "send Content-Type: " + type));
    }
  }

  /** Answers and problems are JSON, text or JOSE; a client that takes none gets 406. */
  private static void accepts(Context context) {
    String accept = context.header("Accept");
    if (accept == null || accept.isBlank()) {
      return;
    }
    for (String part : accept.split(",")) {
      String range = part.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
      if (range.equals("*/*")
          || range.startsWith("application/")
          || range.equals("text/plain")
          || range.equals("text/*")) {
        return;
      }
    }
    throw new ProblemException(Problem.of(406));
  }

  static JsonBody body(Context context) {
    return JsonBody.parse(context.bodyAsBytes());
  }

  static void json(Context context, int status, JsonObject object) {
    context.status(status).contentType(JSON);
    context.result(object.toString().getBytes(StandardCharsets.UTF_8));
  }
}
