package dev.mien.app.session.report;

import dev.mien.Mien;
import dev.mien.app.session.Observation;
import dev.mien.app.session.RecordedFrame;
import dev.mien.app.session.Recording;
import dev.mien.app.session.SessionInfo;
import dev.mien.app.session.analysis.SessionAnalysis;
import dev.mien.output.FrameCsv;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * All observations of a session in the columns of {@link FrameCsv}; times in seconds since the
 * session's start. {@code person} is the number that the report gives; it is empty for those who
 * were seen too shortly to count. Empty too is what a session does not keep: the size of frames,
 * {@code raw_emotion}, and the figures of quality.
 */
public final class SessionCsv {
  private final SessionInfo info;
  private final SessionAnalysis analysis;

  private SessionCsv(SessionInfo info, SessionAnalysis analysis) {
    this.info = info;
    this.analysis = analysis;
  }

  /** Prepares the table of a session: finds out who is who. */
  public static SessionCsv of(Recording recording) {
    return new SessionCsv(recording.info(), SessionAnalysis.of(recording));
  }

  /** Of which session. */
  public SessionInfo info() {
    return info;
  }

  /** All frames of a session. */
  @FunctionalInterface
  public interface Frames {
    /** Hands over one after the other. */
    void forEach(Consumer<RecordedFrame> action);
  }

  /**
   * Writes the table.
   *
   * @param frames all of the session, of which the recording of a long one has some only
   */
  public void write(Frames frames, Appendable out) throws IOException {
    out.append(FrameCsv.header()).append("\r\n");
    FrameCsv csv = new FrameCsv(info.source(), info.model(), Mien.version());
    long[] number = {0};
    try {
      frames.forEach(
          frame -> {
            List<FrameCsv.Face> faces = frame.observations().stream().map(this::face).toList();
            csv.rows(number[0]++, frame.time(), faces).forEach(row -> append(out, row));
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void append(Appendable out, String row) {
    try {
      out.append(row).append("\r\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FrameCsv.Face face(Observation seen) {
    return new FrameCsv.Face(
        seen.track(),
        analysis.personOf(seen.track()),
        seen.box(),
        seen.detectionScore(),
        null,
        seen.raw(),
        seen.label(),
        seen.smoothed(),
        null,
        seen.reasons());
  }
}
