package dev.mien.app.session.report;

import dev.mien.Mien;
import dev.mien.app.session.Observation;
import dev.mien.app.session.RecordedFrame;
import dev.mien.app.session.Recording;
import dev.mien.app.session.analysis.SessionAnalysis;
import dev.mien.output.FrameCsv;
import java.io.IOException;
import java.util.List;

/**
 * All observations of a session in the columns of {@link FrameCsv}; times in seconds since the
 * session's start. {@code person} is the number that the report gives; it is empty for those who
 * were seen too shortly to count. Empty too is what a session does not keep: the size of frames,
 * {@code raw_emotion}, and the figures of quality.
 */
public final class SessionCsv {
  private SessionCsv() {}

  /** Writes the table. */
  public static void write(Recording recording, Appendable out) throws IOException {
    out.append(FrameCsv.header()).append("\r\n");
    SessionAnalysis analysis = SessionAnalysis.of(recording);
    FrameCsv csv =
        new FrameCsv(recording.info().source(), recording.info().model(), Mien.version());
    long number = 0;
    for (RecordedFrame frame : recording.frames()) {
      List<FrameCsv.Face> faces =
          frame.observations().stream().map(seen -> face(seen, analysis)).toList();
      for (String row : csv.rows(number++, frame.time(), faces)) {
        out.append(row).append("\r\n");
      }
    }
  }

  private static FrameCsv.Face face(Observation seen, SessionAnalysis analysis) {
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
