package dev.mien.app.session.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mien.FrameResult;
import dev.mien.Mien;
import dev.mien.app.session.Recording;
import dev.mien.app.session.Scripted;
import dev.mien.app.session.TimeRange;
import dev.mien.expression.Emotion;
import dev.mien.output.FrameCsv;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SessionReportTest {
  private static Recording recording() {
    return recording(0, 3);
  }

  /** Neutral for five seconds, angry for five; with a baseline from and to a second. */
  private static Recording recording(int from, int to) {
    List<FrameResult> frames = new ArrayList<>();
    for (int f = 0; f < 100; f++) {
      Emotion emotion = f < 50 ? Emotion.NEUTRAL : Emotion.ANGER;
      frames.add(
          f >= 70 && f < 80
              ? Scripted.frame(f)
              : Scripted.frame(f, Scripted.face(1, 100, emotion, 0.9)));
    }
    return Scripted.recording(
        frames, new TimeRange(Duration.ofSeconds(from), Duration.ofSeconds(to)));
  }

  @Test
  void html_saysFirstWhatItIsNot_andEscapesNames() {
    String html = SessionReport.html(recording());
    assertThat(html).contains("a &lt;b&gt; &amp; &quot;c&quot;").doesNotContain("<b> &");
    assertThat(html.indexOf("What this is not")).isPositive().isLessThan(html.indexOf("Person 1"));
    assertThat(html)
        .contains("It is no diagnosis")
        .contains("90.0 % of the session")
        .contains("The face was away 1 time, 1.0 s in all")
        .contains("<title>anger, from 0:08, 2.0 s</title>")
        .contains("url(#away1)");
  }

  @Test
  void html_ofABaselineThatWasNotNeutral_warns() {
    assertThat(SessionReport.html(recording(5, 7)))
        .contains("During the baseline this face mostly showed anger (90.0 %).");
    assertThat(SessionReport.html(recording())).doesNotContain("During the baseline");
  }

  @Test
  void html_isSelfContained() {
    assertThat(SessionReport.html(recording()))
        .doesNotContain("<script")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain(" src=")
        .doesNotContain("{{");
  }

  @Test
  void html_ofAnEmptySession_saysSo() {
    assertThat(SessionReport.html(Scripted.recording(List.of(), null))).contains("Nobody was seen");
  }

  @Test
  void json_holdsTheFigures() {
    JsonNode json = SessionJson.analysis(recording(), Instant.parse("2026-11-22T12:00:00Z"));
    JsonNode person = json.get("people").get(0);
    assertThat(json.get("session").get("status").asText()).isEqualTo("ended");
    assertThat(person.get("coverage").asDouble()).isEqualTo(0.9);
    assertThat(person.get("seconds_by_emotion").get("neutral").asDouble()).isEqualTo(5);
    assertThat(person.get("episodes").get(1).get("emotion").asText()).isEqualTo("anger");
    assertThat(person.get("episodes").get(1).get("onset").asDouble()).isEqualTo(5);
    assertThat(person.get("relative_to_baseline").get("valence").asDouble()).isNegative();
    assertThat(person.get("missing")).hasSize(1);
  }

  @Test
  void csv_hasARowForEveryFrame() throws IOException {
    StringBuilder csv = new StringBuilder();
    SessionCsv.of(recording()).write(recording().frames()::forEach, csv);
    List<String> rows = csv.toString().lines().toList();
    assertThat(rows).hasSize(101);
    int columns = rows.get(0).split(",", -1).length;
    assertThat(rows).allSatisfy(row -> assertThat(row.split(",", -1)).hasSize(columns));
    assertThat(rows.get(0)).isEqualTo(FrameCsv.header());
    List<String> first = List.of(rows.get(1).split(",", -1));
    List<String> names = List.of(rows.get(0).split(",", -1));
    assertThat(first.subList(1, 5)).containsExactly("0", "0", "1", "1");
    assertThat(first.get(names.indexOf("smoothed_emotion"))).isEqualTo("neutral");
    assertThat(first.get(names.indexOf("smoothed_neutral"))).isEqualTo("1");
    assertThat(first.get(names.indexOf("version"))).isEqualTo(Mien.version());
    assertThat(List.of(rows.get(71).split(",", -1)).subList(1, 5))
        .containsExactly("70", "7", "", "");
  }

  @Test
  void spans_arePlain() {
    assertThat(Spans.clock(65.4)).isEqualTo("1:05");
    assertThat(Spans.clock(3725)).isEqualTo("1:02:05");
    assertThat(Spans.text(3.21)).isEqualTo("3.2 s");
    assertThat(Spans.text(125)).isEqualTo("2 min 5 s");
    assertThat(Spans.text(3725)).isEqualTo("1 h 2 min");
    assertThat(Spans.step(7)).isEqualTo(10);
  }
}
