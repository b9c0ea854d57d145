package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.net.TlsFiles;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
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

/** The web server around the routes: bounds, one form of refusal for all, an orderly stop. */
final class Shell {
  private static final Logger LOG = LoggerFactory.getLogger("brigandine.http");

  /** For answers that are ready to reach their callers. */
  private static final long STOP_MILLIS = 2_000;

  private final Javalin javalin;

  private Shell(Javalin javalin) {
    this.javalin = javalin;
  }

  /**
   * Binds and serves.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if the port is taken
   */
  static Shell start(
      InetAddress address,
      int port,
      Optional<TlsFiles> tls,
      Bounds bounds,
      Memory memory,
      Gate gate,
      Consumer<Routes> routes) {
    QueuedThreadPool threads = new QueuedThreadPool(bounds.threads(), 4, 60_000);
    threads.setName("vault-http");
    threads.setDaemon(true);
    Javalin javalin =
        Javalin.create(
            config -> {
              quiet(config);
              config.jetty.threadPool = threads;
              config.jetty.modifyHttpConfiguration(http -> configure(http, bounds));
              config.jetty.modifyServer(server -> handlers(server, bounds, memory, gate));
              config.jetty.modifyServletContextHandler(
                  context -> context.setErrorHandler(new ErrorPages()));
              config.jetty.addConnector(
                  (server, http) -> connector(server, http, address, port, tls, bounds));
              config.http.prefer405over404 = true;
              config.http.compressionStrategy = CompressionStrategy.NONE;
              config.http.defaultContentType = Replies.JSON;
              errors(config);
              routes.accept(new Routes(config.routes));
            });
    try {
      return new Shell(javalin.start());
    } catch (RuntimeException e) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "http cannot listen on " + address.getHostAddress() + " port " + port,
          "is another program there already?",
          e);
    }
  }

  int port() {
    return javalin.port();
  }

  void stop() {
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

  private static void handlers(Server server, Bounds bounds, Memory memory, Gate gate) {
    server.insertHandler(new EagerContentHandler(new Bodies(bounds, memory)));
    server.insertHandler(gate);
    server.insertHandler(new GracefulHandler());
    server.setErrorHandler(new ErrorPages());
    server.setStopTimeout(STOP_MILLIS);
  }

  private static ServerConnector connector(
      Server server,
      HttpConfiguration http,
      InetAddress address,
      int port,
      Optional<TlsFiles> tls,
      Bounds bounds) {
    ServerConnector connector;
    if (tls.isEmpty()) {
      connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    } else {
      http.addCustomizer(new SecureRequestCustomizer(false));
      SslContextFactory.Server ssl = new SslContextFactory.Server();
      ssl.setSslContext(tls.get().context());
      ssl.setIncludeProtocols("TLSv1.2", "TLSv1.3");
      ssl.setSniRequired(false);
      ssl.setNeedClientAuth(tls.get().clientCertificates());
      connector = new ServerConnector(server, 1, 1, new SslConnectionFactory(ssl, "http/1.1"));
      connector.addConnectionFactory(new HttpConnectionFactory(http));
      connector.setDefaultProtocol("SSL");
    }
    connector.setHost(address.getHostAddress());
    connector.setPort(port);
    connector.setIdleTimeout(bounds.idle().toMillis());
    connector.setShutdownIdleTimeout(Duration.ofSeconds(1).toMillis());
    connector.setAcceptQueueSize(1_024);
    NetworkConnectionLimit limit = new NetworkConnectionLimit(bounds.connections(), connector);
    limit.setEndPointIdleTimeout(1_000);
    connector.addBean(limit);
    connector.addBean(new Heads(connector, bounds.headTime()));
    return connector;
  }

  private static void errors(JavalinConfig config) {
    config.routes.exception(
        BrigandineException.class,
        (e, context) -> {
          Failure failure = Failure.of(e);
          if (failure.status() == 500) {
            // Without a trace: a caller can have as many of these as he likes.
            LOG.error("a request failed: {}: {}", e.code().id(), e.getMessage());
          }
          Replies.failure(context, failure);
        });
    config.routes.exception(
        HttpResponseException.class,
        (e, context) -> {
          if (e.getStatus() == 405 && e.getDetails().get("availableMethods") != null) {
            context.header("Allow", e.getDetails().get("availableMethods"));
          }
          Replies.failure(context, Failure.of(e.getStatus()));
        });
    config.routes.exception(Exception.class, (e, context) -> failed(context, e));
    config.router.javaLangErrorHandler(
        (response, error) -> {
          LOG.error("a request failed", error);
          response.setStatus(500);
          response.setContentType(Replies.JSON);
          try {
            response.getOutputStream().write(Failure.of(500).json(""));
          } catch (IOException e) {
            LOG.debug("the caller is gone");
          }
        });
  }

  private static void failed(Context context, Exception e) {
    if (e instanceof IOException || e instanceof UncheckedIOException) {
      LOG.debug("the caller is gone");
    } else {
      LOG.error("a request failed", e);
    }
    Replies.failure(context, Failure.of(500));
  }
}
