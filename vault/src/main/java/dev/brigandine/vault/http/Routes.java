package dev.brigandine.vault.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/** Adds routes, and remembers which. */
final class Routes {
  private final RoutesConfig routes;
  private final List<String> added = new ArrayList<>();

  Routes(RoutesConfig routes) {
    this.routes = routes;
  }

  void get(String path, Handler handler) {
    add(HandlerType.GET, path, handler);
  }

  void post(String path, Handler handler) {
    add(HandlerType.POST, path, handler);
  }

  private void add(HandlerType method, String path, Handler handler) {
    added.add(method.name() + " " + path);
    routes.addHttpHandler(method, path, handler);
  }

  /** Methods and paths. */
  List<String> added() {
    return List.copyOf(added);
  }
}
