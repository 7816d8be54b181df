package dev.mien.app.cli.live;

import dev.mien.FrameResult;
import dev.mien.app.cli.files.OutputFile;
import dev.mien.app.session.NewSession;
import dev.mien.app.session.Recording;
import dev.mien.app.session.RecordingBuilder;
import dev.mien.app.session.SessionException;
import dev.mien.app.session.SessionRecorder;
import dev.mien.app.session.SessionStore;
import dev.mien.app.session.TimeRange;
import dev.mien.app.session.report.SessionReport;
import dev.mien.app.video.AnnotatedVideo;
import dev.mien.app.video.VideoFrame;
import dev.mien.app.video.VideoInfo;
import dev.mien.event.EventDetector;
import dev.mien.event.EventRule;
import dev.mien.event.ExpressionEvent;
import java.io.Closeable;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries every frame to where the user wants it. An output that fails is given up and reported at
 * the end; the others go on. For one thread.
 */
final class LiveRun implements AutoCloseable {
  private final LiveOutputs outputs;
  private final LiveFiles files;
  private final VideoInfo info;
  private final EventDetector detector;
  private final RecordingBuilder recording;
  private final List<String> failures = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private final List<String> moved = new ArrayList<>();
  private final @Nullable SessionStore store;
  private final @Nullable SessionRecorder recorder;
  private @Nullable RowFile rows;
  private @Nullable EventFile eventLines;
  private @Nullable AnnotatedVideo film;
  private long frames;
  private Duration last = Duration.ZERO;
  private boolean cutShort;
  private boolean sessionFailed;
  private boolean finished;

  LiveRun(LiveFiles files, List<EventRule> rules, VideoInfo info, String model) throws IOException {
    outputs = files.outputs();
    this.files = files;
    this.info = info;
    detector = new EventDetector(rules);
    String name = outputs.session() == null ? info.name() : outputs.session();
    NewSession session = new NewSession(name, info.name(), model, outputs.keepImages());
    recording = new RecordingBuilder(session, Clock.systemUTC());
    rows =
        files.rows() == null
            ? null
            : new RowFile(files.rows(), outputs.jsonLines(), info.name(), model);
    film =
        files.film() == null
            ? null
            : new AnnotatedVideo(files.film().path(), info, outputs.attention());
    if (outputs.session() != null) {
      store = SessionStore.open(outputs.store());
      recorder = store.start(session);
    } else {
      store = null;
      recorder = null;
    }
  }

  /** A frame with the latest result, and whether that is its own. */
  void accept(VideoFrame frame, FrameResult result, boolean fresh) {
    if (fresh) {
      if (frames++ == 0) {
        openEvents();
      }
      last = result.time();
      List<ExpressionEvent> events = detector.update(result);
      recording.add(result, events);
      record(result, events);
      writeRows(result);
      writeEvents(events);
    }
    writeFilm(frame, result);
  }

  /** Of what is live it is written in place, and so emptied: not before there is a frame. */
  private void openEvents() {
    if (files.events() != null) {
      try {
        eventLines = new EventFile(files.events());
      } catch (IOException e) {
        fail(files.events(), e);
      }
    }
  }

  private void record(FrameResult result, List<ExpressionEvent> events) {
    if (recorder != null && !sessionFailed) {
      try {
        recorder.add(result, events);
      } catch (SessionException e) {
        sessionFailed = true;
        failures.add(String.valueOf(e.getMessage()));
      }
    }
  }

  private void writeRows(FrameResult result) {
    if (rows != null) {
      try {
        rows.write(result);
      } catch (IOException e) {
        fail(files.rows(), e);
        rows = null;
      }
    }
  }

  private void writeEvents(List<ExpressionEvent> events) {
    if (eventLines != null) {
      try {
        eventLines.write(events);
      } catch (IOException e) {
        fail(files.events(), e);
        eventLines = null;
      }
    }
  }

  private void writeFilm(VideoFrame frame, FrameResult result) {
    if (film != null) {
      try {
        film.write(frame, result);
      } catch (IOException e) {
        fail(files.film(), e);
        film = null;
      }
    }
  }

  private void fail(@Nullable OutputFile file, IOException cause) {
    if (file != null) {
      failures.add(file.target() + " could not be written: " + cause.getMessage());
    }
  }

  /** How many frames were analysed. */
  long frames() {
    return frames;
  }

  /** What was written, in words; complete once {@link #finish} has run. */
  List<String> written() {
    return List.copyOf(written);
  }

  /** Which outputs are not at their place, because an earlier result is; a sentence each. */
  List<String> moved() {
    return List.copyOf(moved);
  }

  /** Why outputs could not be written, a sentence each; complete once {@link #finish} has run. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** All that was seen. */
  Recording recording() {
    return recording.build(outputs.baseline());
  }

  /**
   * Ends all outputs and moves what is complete to its place; the report last. Without a frame
   * nothing is left behind, and whatever was at the places stays there.
   *
   * @param cutShort whether the source has more, so that earlier results stay and these go beside
   */
  void finish(boolean cutShort) {
    if (finished) {
      return;
    }
    finished = true;
    this.cutShort = cutShort;
    if (frames == 0) {
      drop(rows, files.rows());
      drop(film, files.film());
      dropSession();
      return;
    }
    List<ExpressionEvent> ended = detector.end(last);
    recording.addEvents(ended);
    if (recorder != null) {
      recorder.addEvents(ended);
    }
    writeEvents(ended);
    commit(rows, files.rows(), "rows in ");
    commit(film, files.film(), "film in ");
    OutputFile report = files.report();
    commit(report == null ? null : () -> writeReport(report), report, "report in ");
    commit(eventLines, files.events(), "events in ");
    finishSession();
  }

  private void drop(@Nullable Closeable unused, @Nullable OutputFile file) {
    if (unused != null) {
      try {
        unused.close();
      } catch (IOException e) {
        fail(file, e);
      }
    }
  }

  private void dropSession() {
    if (store == null || recorder == null) {
      return;
    }
    try (SessionStore closing = store) {
      recorder.close();
      closing.delete(recorder.id());
    } catch (SessionException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }

  private void finishSession() {
    if (store == null || recorder == null) {
      return;
    }
    try (SessionStore closing = store;
        SessionRecorder ending = recorder) {
      TimeRange baseline = outputs.baseline();
      if (baseline != null) {
        closing.calibrate(ending.id(), baseline);
      }
      written.add("session " + ending.id());
    } catch (SessionException e) {
      failures.add(String.valueOf(e.getMessage()));
    }
  }

  private void writeReport(OutputFile report) throws IOException {
    String page = SessionReport.html(recording(), filmBeside(report.target()));
    Files.writeString(report.path(), page, StandardCharsets.UTF_8);
  }

  /** The address of the source as seen from the report, if both lie in one folder. */
  private @Nullable String filmBeside(Path report) {
    Path file = info.file();
    if (file == null
        || !Objects.equals(
            file.toAbsolutePath().normalize().getParent(),
            report.toAbsolutePath().normalize().getParent())) {
      return null;
    }
    String name = String.valueOf(file.getFileName());
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void commit(@Nullable Closeable ending, @Nullable OutputFile file, String what) {
    if (ending == null || file == null) {
      return;
    }
    try {
      ending.close();
      if (Files.exists(file.path())) {
        Path place = cutShort ? file.commitBeside() : file.commit();
        written.add(what + place);
        if (!place.equals(file.target())) {
          moved.add("stopped: " + file.target() + " is as it was, what was done is in " + place);
        }
      }
    } catch (IOException e) {
      fail(file, e);
    }
  }

  @Override
  public void close() {
    finish(true);
  }
}
