package dev.mien.app.server;

import dev.mien.FrameResult;
import dev.mien.StreamOptions;
import dev.mien.app.session.SessionException;
import dev.mien.app.session.SessionRecorder;
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
final class FrameRecording implements AutoCloseable {
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final Services services;
  private final StreamOptions options;
  private final Map<String, Writer> writers = new ConcurrentHashMap<>();

  FrameRecording(Services services, StreamOptions options) {
    this.services = services;
    this.options = options;
  }

  private final class Writer implements FrameSequence.Log {
    final SessionRecorder recorder;
    final FrameSequence frames;
    volatile long used = System.nanoTime();

    Writer(SessionRecorder recorder) {
      this.recorder = recorder;
      frames = new FrameSequence(recorder.id(), services, options, this);
    }

    boolean isWriting() {
      return services.sessions().isWriting(recorder);
    }

    @Override
    public Duration add(FrameResult result, List<ExpressionEvent> events) {
      return recorder.add(result, events);
    }

    @Override
    public void addEvents(List<ExpressionEvent> ended) {
      recorder.addEvents(ended);
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
      if (!writer.isWriting()) {
        forget(id, writer);
        throw tooLate(id);
      }
      FrameSequence.Reading reading;
      try {
        reading = writer.frames.read(image, time, start);
      } catch (SessionException e) {
        if (e.isFinal()) {
          forget(id, writer);
        }
        throw e;
      }
      if (reading.sessionTime() == null) {
        throw tooLate(id); // Ended while the frame was read.
      }
      return ResultJson.line(reading.result());
    }
  }

  private static Problem tooLate(String id) {
    return Problem.conflict("session " + id + " was ended, or another stream took it over");
  }

  /** Forgets streams of which no frame came for a minute; to be called now and then. */
  void forgetIdle(long now) {
    writers.forEach(
        (id, writer) -> {
          if (now - writer.used > IDLE_NANOS) {
            forget(id, writer);
          }
        });
  }

  /** Ends the stream of a session, if there is one, with what is going on in it. */
  void forget(String id) {
    Writer writer = writers.get(id);
    if (writer != null) {
      forget(id, writer);
    }
  }

  private void forget(String id, Writer writer) {
    if (writers.remove(id, writer)) {
      writer.frames.close();
      services.sessions().release(writer.recorder);
    }
  }

  @Override
  public void close() {
    writers.keySet().forEach(this::forget);
  }
}
