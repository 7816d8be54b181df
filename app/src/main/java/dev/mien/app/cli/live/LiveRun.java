package dev.mien.app.cli.live;

import dev.mien.FrameResult;
import dev.mien.app.session.NewSession;
import dev.mien.app.session.Recording;
import dev.mien.app.session.RecordingBuilder;
import dev.mien.app.session.SessionRecorder;
import dev.mien.app.session.SessionStore;
import dev.mien.app.session.Stretch;
import dev.mien.app.session.report.SessionReport;
import dev.mien.app.video.AnnotatedVideo;
import dev.mien.app.video.VideoFrame;
import dev.mien.app.video.VideoInfo;
import dev.mien.event.EventDetector;
import dev.mien.event.EventRule;
import dev.mien.event.ExpressionEvent;
import dev.mien.output.ResultCsv;
import dev.mien.output.ResultJson;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries every frame to where the user wants it. Everything is written when it is closed. */
final class LiveRun implements AutoCloseable {
  private final LiveOutputs outputs;
  private final EventDetector detector;
  private final RecordingBuilder recording;
  private final @Nullable Writer rows;
  private final @Nullable Writer eventLines;
  private final @Nullable AnnotatedVideo film;
  private final @Nullable SessionStore store;
  private final @Nullable SessionRecorder recorder;
  private long frames;
  private boolean closed;

  LiveRun(LiveOutputs outputs, List<EventRule> rules, VideoInfo info, String model)
      throws IOException {
    this.outputs = outputs;
    detector = new EventDetector(rules);
    String name = outputs.session() == null ? info.name() : outputs.session();
    NewSession session = new NewSession(name, info.name(), model, outputs.keepImages());
    recording = new RecordingBuilder(session, Clock.systemUTC());
    rows = writer(outputs.out());
    eventLines = writer(outputs.events());
    if (rows != null && !outputs.jsonLines()) {
      rows.write(ResultCsv.frameHeader() + "\r\n");
    }
    Path annotated = outputs.annotated();
    film = annotated == null ? null : new AnnotatedVideo(annotated, info, outputs.attention());
    if (outputs.session() != null) {
      store = SessionStore.open(outputs.store());
      recorder = store.start(session);
    } else {
      store = null;
      recorder = null;
    }
  }

  private static @Nullable Writer writer(@Nullable Path file) throws IOException {
    return file == null ? null : Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }

  /** A frame with the latest result, and whether that is its own. */
  void accept(VideoFrame frame, FrameResult result, boolean fresh) throws IOException {
    if (fresh) {
      frames++;
      List<ExpressionEvent> events = detector.update(result);
      recording.add(result, events);
      if (recorder != null) {
        recorder.add(result, events);
      }
      writeRows(result);
      for (ExpressionEvent event : events) {
        if (eventLines != null) {
          eventLines.write(ResultJson.line(event) + "\n");
          eventLines.flush();
        }
      }
    }
    if (film != null) {
      film.write(frame, result);
    }
  }

  private void writeRows(FrameResult result) throws IOException {
    if (rows != null) {
      if (outputs.jsonLines()) {
        rows.write(ResultJson.line(result) + "\n");
      } else {
        for (String row : ResultCsv.rows(result)) {
          rows.write(row + "\r\n");
        }
      }
    }
  }

  /** How many frames were analysed. */
  long frames() {
    return frames;
  }

  /** The id of the session that was kept, or null. */
  @Nullable String sessionId() {
    return recorder == null ? null : recorder.id();
  }

  /** All that was seen. */
  Recording recording() {
    return recording.build(outputs.baseline());
  }

  /** Writes what is left and closes all files; the report last. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (Writer first = rows;
        Writer second = eventLines;
        SessionStore third = store;
        SessionRecorder fourth = recorder;
        AnnotatedVideo fifth = film) {
      Stretch baseline = outputs.baseline();
      if (third != null && fourth != null && baseline != null) {
        third.calibrate(fourth.id(), baseline);
      }
      Path report = outputs.report();
      if (report != null) {
        Files.writeString(report, SessionReport.html(recording()), StandardCharsets.UTF_8);
      }
    }
  }
}
