package dev.brigandine.licenseserver.http;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** What is counted, for Prometheus. Labels have few values: routes, never paths or names. */
final class Metrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicLong seats = new AtomicLong();
  private final AtomicLong inUse = new AtomicLong();

  Metrics() {
    registry.gauge("brigandine.seats", seats);
    registry.gauge("brigandine.leases.in.use", inUse);
  }

  void threads(QueuedThreadPool pool) {
    registry.gauge("brigandine.http.queue", pool, QueuedThreadPool::getQueueSize);
    registry.gauge("brigandine.http.threads.busy", pool, QueuedThreadPool::getBusyThreads);
  }

  void request(String route, int status, double millis) {
    Timer.builder("brigandine.http.requests")
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .register(registry)
        .record((long) (millis * 1_000), TimeUnit.MICROSECONDS);
  }

  /** What became of a lease: granted, renewed, released, refused, lost. */
  void lease(String outcome) {
    registry.counter("brigandine.leases", "outcome", outcome).increment();
  }

  void seats(long all, long used) {
    seats.set(all);
    inUse.set(used);
  }

  String scrape() {
    return registry.scrape();
  }
}
