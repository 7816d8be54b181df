package dev.mien.app.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a person who runs the server wants to watch. Thread-safe. */
final class Metrics implements AutoCloseable {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Timer frames =
      Timer.builder("mien.frame")
          .description("From the arrival of a frame to its answer")
          .serviceLevelObjectives(
              Duration.ofMillis(25),
              Duration.ofMillis(50),
              Duration.ofMillis(100),
              Duration.ofMillis(250),
              Duration.ofMillis(1000))
          .register(registry);
  private final Counter dropped =
      Counter.builder("mien.frames.dropped")
          .description("Frames that a later one of the same client overtook")
          .register(registry);
  private final Counter faces =
      Counter.builder("mien.faces").description("Faces that were read").register(registry);

  Metrics(WorkQueue work, Connections connections) {
    Gauge.builder("mien.queue", work, WorkQueue::waiting)
        .description("Pieces of work that wait")
        .register(registry);
    Gauge.builder("mien.connections", connections, Connections::open)
        .description("WebSocket and event connections")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  void request(String route, int status, long nanos) {
    Timer.builder("mien.request")
        .description("HTTP requests")
        .tag("route", route)
        .tag("status", String.valueOf(status))
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  void frame(long nanos, int faceCount) {
    frames.record(nanos, TimeUnit.NANOSECONDS);
    faces.increment(faceCount);
  }

  void faces(int count) {
    faces.increment(count);
  }

  void drop() {
    dropped.increment();
  }

  String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
