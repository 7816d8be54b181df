package dev.mien.app.server;

import dev.mien.FrameResult;
import dev.mien.MienStream;
import dev.mien.StreamOptions;
import dev.mien.app.session.SessionRecorder;
import dev.mien.event.EventDetector;
import dev.mien.event.ExpressionEvent;
import dev.mien.output.ResultJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions whose frames come one by one over HTTP: each has a stream of its own, which is forgotten
 * when none came for a while. Thread-safe.
 */
final class Appending implements AutoCloseable {
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final LiveStream.Services services;
  private final StreamOptions options;
  private final Map<String, Writer> writers = new ConcurrentHashMap<>();

  Appending(LiveStream.Services services, StreamOptions options) {
    this.services = services;
    this.options = options;
  }

  private final class Writer {
    final SessionRecorder recorder;
    final MienStream stream = services.mien().stream(options);
    final EventDetector detector = new EventDetector(services.rules());
    Duration last = Duration.ofNanos(-1);
    volatile long used = System.nanoTime();

    Writer(SessionRecorder recorder) {
      this.recorder = recorder;
    }
  }

  /** Reads a frame, adds it to a session, and says what it shows. */
  String append(String id, Duration time, byte[] image) {
    forgetIdle();
    Writer writer = writers.computeIfAbsent(id, key -> new Writer(services.sessions().write(key)));
    writer.used = System.nanoTime();
    return services.work().call(() -> append(id, writer, time, image));
  }

  private String append(String id, Writer writer, Duration time, byte[] image) {
    long start = System.nanoTime();
    FrameResult result;
    synchronized (writer) {
      if (time.isNegative() || time.compareTo(writer.last) <= 0) {
        throw Problem.badRequest("frames must come in order of time, from 0");
      }
      if (!services.sessions().isWriting(writer.recorder)) {
        forget(id);
        throw Problem.conflict("session " + id + " was ended, or another stream took it over");
      }
      result = writer.stream.analyze(Uploads.decode(services.mien(), image), time);
      writer.last = time;
      List<ExpressionEvent> events = writer.detector.update(result);
      writer.recorder.add(result, events);
      events.forEach(event -> services.events().publish(id, EventHub.line(id, event)));
    }
    services.metrics().frame(System.nanoTime() - start, result.faces().size());
    return ResultJson.line(result);
  }

  private void forgetIdle() {
    long now = System.nanoTime();
    writers.forEach(
        (id, writer) -> {
          if (now - writer.used > IDLE_NANOS) {
            forget(id);
          }
        });
  }

  void forget(String id) {
    Writer writer = writers.remove(id);
    if (writer != null) {
      services.sessions().release(writer.recorder);
    }
  }

  @Override
  public void close() {
    writers.keySet().forEach(this::forget);
  }
}
