package dev.brigandine.licenseserver.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.licenseserver.service.Refusal;
import dev.brigandine.licenseserver.service.RefusedException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The web server around the routes: bounds on what a client takes up, one form of error, headers,
 * counts, an orderly stop. Knows nothing of licences.
 */
final class Shell implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("brigandine.http");
  private static final int STOP_MILLIS = 10_000;

  private final Javalin javalin;

  private Shell(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Binds and serves.
   *
   * @param tls or null for plain HTTP
   */
  static Shell start(
      String listen,
      int port,
      SslContextFactory.Server tls,
      Bounds bounds,
      Metrics metrics,
      List<RouteModule> modules) {
    QueuedThreadPool threads = new QueuedThreadPool(bounds.threads(), 8, 60_000);
    threads.setName("http");
    metrics.threads(threads);
    Javalin javalin =
        Javalin.create(
            config -> {
              quiet(config);
              config.jetty.threadPool = threads;
              config.jetty.modifyHttpConfiguration(http -> configure(http, bounds));
              config.jetty.modifyServer(server -> handlers(server, bounds));
              config.jetty.modifyServletContextHandler(
                  context -> context.setErrorHandler(new ProblemPages()));
              config.jetty.addConnector(
                  (server, http) -> connector(server, http, listen, port, tls, bounds));
              config.http.maxRequestSize = bounds.body();
              config.http.prefer405over404 = true;
              config.http.compressionStrategy = CompressionStrategy.NONE;
              config.http.defaultContentType = "application/json";
              errors(config);
              config.requestLogger.http(
                  (context, millis) -> {
                    String route = context.attribute(Api.ROUTE);
                    metrics.request(
                        route == null ? "other" : route, context.statusCode(), (double) millis);
                  });
              modules.forEach(module -> module.addTo(config.routes));
            });
    return new Shell(javalin.start());
  }

  int port() {
    return javalin.port();
  }

  /** Takes no more requests, finishes those that it has, within ten seconds. */
  @Override
  public void close() {
    javalin.stop();
  }

  private static void quiet(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
  }

  private static void configure(HttpConfiguration http, Bounds bounds) {
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(16 * 1024);
    http.setIdleTimeout(bounds.idle().toMillis());
    http.setMaxUnconsumedRequestContentReads(2);
    http.setUriCompliance(org.eclipse.jetty.http.UriCompliance.DEFAULT);
  }

  private static void handlers(Server server, Bounds bounds) {
    if (bounds.wholeBodies()) {
      server.insertHandler(
          new EagerContentHandler(new WholeBodies(bounds.body(), bounds.bodyTime())));
    }
    server.insertHandler(new Gate());
    server.insertHandler(new GracefulHandler());
    server.setErrorHandler(new ProblemPages());
    server.setStopTimeout(STOP_MILLIS);
  }

  private static ServerConnector connector(
      Server server,
      HttpConfiguration http,
      String listen,
      int port,
      SslContextFactory.Server tls,
      Bounds bounds) {
    ServerConnector connector;
    if (tls == null) {
      connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    } else {
      http.addCustomizer(new SecureRequestCustomizer(false));
      connector = new ServerConnector(server, 1, 1, tls);
      connector.clearConnectionFactories();
      connector.addConnectionFactory(new SslConnectionFactory(tls, "http/1.1"));
      connector.addConnectionFactory(new HttpConnectionFactory(http));
      connector.setDefaultProtocol("SSL");
    }
    connector.setHost(listen);
    connector.setPort(port);
    connector.setIdleTimeout(bounds.idle().toMillis());
    connector.setAcceptQueueSize(1_024);
    NetworkConnectionLimit limit = new NetworkConnectionLimit(bounds.connections(), connector);
    limit.setEndPointIdleTimeout(1_000);
    connector.addBean(limit);
    connector.addBean(new SlowHeads(connector, bounds.headTime()));
    return connector;
  }

  private static void errors(JavalinConfig config) {
    config.routes.exception(ProblemException.class, (e, context) -> answer(context, e.problem()));
    config.routes.exception(
        RefusedException.class,
        (e, context) -> {
          if (e.refusal() == Refusal.UNAVAILABLE) {
            LOG.warn("request {}: {}", id(context), e.getMessage());
          }
          answer(context, Problem.of(e));
        });
    config.routes.exception(
        BrigandineException.class,
        (e, context) -> {
          Problem problem = Problem.of(e);
          if (problem.status() == 500) {
            failed(context, e);
          } else {
            answer(context, problem);
          }
        });
    config.routes.exception(
        HttpResponseException.class,
        (e, context) -> {
          if (e.getStatus() == 405 && e.getDetails().get("availableMethods") != null) {
            context.header("Allow", e.getDetails().get("availableMethods"));
          }
          answer(context, Problem.of(e.getStatus()));
        });
    config.routes.exception(Exception.class, (e, context) -> failed(context, e));
    config.router.javaLangErrorHandler(
        (response, error) -> {
          LOG.error("a request failed", error);
          response.setStatus(500);
          response.setContentType(Problem.TYPE);
          try {
            response.getOutputStream().write(Problem.internal().json("-"));
          } catch (java.io.IOException e) {
            LOG.debug("the client is gone");
          }
        });
  }

  private static void failed(Context context, Exception e) {
    if (e instanceof java.io.IOException && !(e instanceof java.nio.file.FileSystemException)) {
      LOG.debug("request {}: the client is gone", id(context));
      answer(context, Problem.of(400));
      return;
    }
    LOG.error("request {} failed", id(context), e);
    answer(context, Problem.internal());
  }

  private static String id(Context context) {
    return SafeHeaders.requestId(context.req());
  }

  private static void answer(Context context, Problem problem) {
    context.status(problem.status());
    if (problem.retryAfter() >= 0) {
      context.header("Retry-After", Long.toString(problem.retryAfter()));
    }
    if (problem.status() == 401) {
      context.header("WWW-Authenticate", "Bearer");
    }
    context.result(problem.json(id(context)));
    context.contentType(Problem.TYPE);
  }
}
