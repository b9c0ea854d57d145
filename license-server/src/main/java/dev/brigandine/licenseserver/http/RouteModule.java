package dev.brigandine.licenseserver.http;

import io.javalin.config.RoutesConfig;

/**
 * A part of the server that brings routes of its own. Its handlers run behind the shell's bounds
 * (whole bodies of at most 32 KiB, time limits, problem answers for what they throw) and may
 * overwrite the headers that the shell sets, a page's Content-Security-Policy for one.
 */
@FunctionalInterface
public interface RouteModule {
  /** Called once, before the server starts. */
  void addTo(RoutesConfig routes);
}
