package dev.mien.app.session.report;

import dev.mien.app.session.Observation;
import dev.mien.app.session.RecordedFrame;
import dev.mien.app.session.Recording;
import dev.mien.app.session.analysis.SessionAnalysis;
import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.face.QualityReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * All observations of a session as CSV (RFC 4180), one row per face and one for each frame without
 * one; times in seconds since the session's start. {@code person} is the number that the report
 * gives; it is empty for those who were seen too shortly to count.
 */
public final class SessionCsv {
  private SessionCsv() {}

  /** Writes the table. */
  public static void write(Recording recording, Appendable out) throws IOException {
    out.append(String.join(",", columns())).append("\r\n");
    SessionAnalysis analysis = SessionAnalysis.of(recording);
    for (RecordedFrame frame : recording.frames()) {
      String time = number(Spans.seconds(frame.time()));
      if (frame.observations().isEmpty()) {
        out.append(time).append(",".repeat(columns().size() - 1)).append("\r\n");
      }
      for (Observation observation : frame.observations()) {
        int person = analysis.personOf(observation.track());
        out.append(String.join(",", row(time, person, observation))).append("\r\n");
      }
    }
  }

  private static List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("time", "person", "track", "emotion"));
    Arrays.stream(Emotion.values()).map(Emotion::label).forEach(columns::add);
    columns.addAll(List.of("ambiguity", "valence", "arousal"));
    Arrays.stream(Emotion.values()).map(e -> "raw_" + e.label()).forEach(columns::add);
    columns.addAll(List.of("left", "top", "width", "height", "detection_score", "reasons"));
    return columns;
  }

  private static List<String> row(String time, int person, Observation observation) {
    List<String> row =
        new ArrayList<>(
            List.of(
                time,
                person == 0 ? "" : String.valueOf(person),
                String.valueOf(observation.track()),
                observation.label()));
    EmotionScores smoothed = observation.smoothed();
    for (float probability : smoothed.toArray()) {
      row.add(number(probability));
    }
    row.add(number(smoothed.ambiguity()));
    row.add(number(smoothed.valence()));
    row.add(number(smoothed.arousal()));
    for (float probability : observation.raw().toArray()) {
      row.add(number(probability));
    }
    row.add(number(observation.box().left()));
    row.add(number(observation.box().top()));
    row.add(number(observation.box().width()));
    row.add(number(observation.box().height()));
    row.add(number(observation.detectionScore()));
    row.add(
        observation.reasons().stream().map(QualityReason::code).collect(Collectors.joining(" ")));
    return row;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }
}
