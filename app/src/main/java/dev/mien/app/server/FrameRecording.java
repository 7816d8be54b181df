package dev.mien.app.server;

import dev.mien.StreamOptions;
import dev.mien.app.session.SessionRecorder;
import dev.mien.output.ResultJson;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions whose frames come one by one over HTTP: each has a stream of its own, which is forgotten
 * when none came for a while. Thread-safe.
 */
final class FrameRecording implements AutoCloseable {
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final Services services;
  private final StreamOptions options;
  private final Map<String, Writer> writers = new ConcurrentHashMap<>();

  FrameRecording(Services services, StreamOptions options) {
    this.services = services;
    this.options = options;
  }

  private final class Writer {
    final SessionRecorder recorder;
    final FrameSequence frames;
    volatile long used = System.nanoTime();

    Writer(SessionRecorder recorder) {
      this.recorder = recorder;
      frames = new FrameSequence(recorder.id(), services, options);
    }
  }

  /** Reads a frame, adds it to a session, and says what it shows. */
  String append(Caller caller, String id, Duration time, byte[] image) {
    Writer writer = writers.computeIfAbsent(id, key -> new Writer(services.sessions().write(key)));
    writer.used = System.nanoTime();
    return services.work().call(caller, () -> append(id, writer, time, image));
  }

  private String append(String id, Writer writer, Duration time, byte[] image) {
    long start = System.nanoTime();
    synchronized (writer) {
      if (!services.sessions().isWriting(writer.recorder)) {
        forget(id);
        throw Problem.conflict("session " + id + " was ended, or another stream took it over");
      }
      FrameSequence.Reading reading = writer.frames.read(image, time);
      writer.recorder.add(reading.result(), reading.events());
      writer.frames.publish(reading, start);
      return ResultJson.line(reading.result());
    }
  }

  /** Forgets streams of which no frame came for a minute; to be called now and then. */
  void forgetIdle(long now) {
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
