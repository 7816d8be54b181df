package dev.mien.app.session.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.app.session.Recording;
import dev.mien.app.session.SessionInfo;
import dev.mien.app.session.TimeRange;
import dev.mien.app.session.analysis.Comparison;
import dev.mien.app.session.analysis.CurvePoint;
import dev.mien.app.session.analysis.Episode;
import dev.mien.app.session.analysis.Join;
import dev.mien.app.session.analysis.Means;
import dev.mien.app.session.analysis.PersonAnalysis;
import dev.mien.app.session.analysis.SessionAnalysis;
import dev.mien.expression.Emotion;
import dev.mien.output.Rounding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sessions as JSON: snake-case names, times in seconds since the session's start. */
public final class SessionJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int DECIMALS = 6;

  private SessionJson() {}

  /** What is known of a session besides its frames. */
  public static ObjectNode info(SessionInfo info, Instant now) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", info.id());
    json.put("name", info.name());
    json.put("source", info.source());
    json.put("model", info.model());
    json.put("images", info.images());
    json.put("status", info.status(now).code());
    json.put("started_at", info.startedAt().toString());
    json.put("last_written_at", info.heartbeatAt().toString());
    Instant ended = info.endedAt();
    if (ended != null) {
      json.put("ended_at", ended.toString());
    }
    json.put("length", info.length().toMillis() / 1e3);
    TimeRange baseline = info.baseline();
    if (baseline != null) {
      json.set("baseline", range(baseline));
    }
    return json;
  }

  /** The sessions of a store. */
  public static ArrayNode list(List<SessionInfo> sessions, Instant now) {
    ArrayNode array = MAPPER.createArrayNode();
    sessions.forEach(info -> array.add(info(info, now)));
    return array;
  }

  /** A session with its figures. */
  public static ObjectNode analysis(Recording recording, Instant now) {
    SessionAnalysis analysis = SessionAnalysis.of(recording);
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", 1);
    json.set("session", info(recording.info(), now));
    json.put("seconds", rounded(analysis.seconds()));
    json.put("frames", analysis.frames());
    json.put("passers_by", analysis.passersBy());
    ArrayNode cuts = json.putArray("cuts");
    analysis.cuts().forEach(cut -> cuts.add(seconds(cut)));
    ArrayNode people = json.putArray("people");
    analysis.people().forEach(person -> people.add(person(person)));
    ArrayNode events = json.putArray("events");
    recording
        .events()
        .forEach(
            event ->
                events
                    .addObject()
                    .put("event", event.rule())
                    .put("kind", event.kind().code())
                    .put("time", seconds(event.time()))
                    .put("track", event.track())
                    .put("person", analysis.personOf(event.track()))
                    .put("value", rounded(event.value())));
    return json;
  }

  private static ObjectNode person(PersonAnalysis person) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("person", person.number());
    person.tracks().forEach(json.putArray("tracks")::add);
    ArrayNode joins = json.putArray("joins");
    for (Join join : person.joins()) {
      joins
          .addObject()
          .put("from", seconds(join.from()))
          .put("to", seconds(join.to()))
          .put("distance", rounded(join.distance()))
          .put("size_ratio", rounded(join.sizeRatio()))
          .put("certainty", join.certainty().name().toLowerCase(Locale.ROOT));
    }
    json.put("seen_seconds", rounded(person.seenSeconds()));
    json.put("coverage", rounded(person.coverage()));
    json.put("usable_coverage", rounded(person.usableCoverage()));
    json.set("seconds_by_emotion", figures(person.secondsByLabel()));
    json.set("seconds_by_reason", figures(person.secondsByReason()));
    json.set("means", means(person.means()));
    Means baseline = person.baseline();
    Means relative = person.relative();
    if (baseline != null && relative != null) {
      json.set("baseline", means(baseline));
      json.set("relative_to_baseline", means(relative));
    }
    ArrayNode episodes = json.putArray("episodes");
    for (Episode episode : person.episodes()) {
      episodes
          .addObject()
          .put("emotion", episode.label())
          .put("onset", seconds(episode.range().from()))
          .put("seconds", seconds(episode.range().length()));
    }
    ObjectNode transitions = json.putObject("transitions");
    person
        .transitions()
        .forEach(
            (from, row) -> {
              ObjectNode counts = transitions.putObject(from);
              row.forEach(counts::put);
            });
    ArrayNode missing = json.putArray("missing");
    person.missing().forEach(range -> missing.add(range(range)));
    json.put("curve_seconds", rounded(person.curveSeconds()));
    ArrayNode curve = json.putArray("curve");
    for (CurvePoint point : person.curve()) {
      curve
          .addObject()
          .put("time", seconds(point.time()))
          .put("valence", rounded(point.valence()))
          .put("arousal", rounded(point.arousal()))
          .put("ambiguity", rounded(point.ambiguity()));
    }
    return json;
  }

  private static ObjectNode means(Means means) {
    ObjectNode json = MAPPER.createObjectNode();
    ObjectNode probabilities = json.putObject("probabilities");
    for (Emotion emotion : Emotion.values()) {
      probabilities.put(emotion.label(), rounded(means.probability(emotion)));
    }
    json.put("valence", rounded(means.valence()));
    json.put("arousal", rounded(means.arousal()));
    json.put("ambiguity", rounded(means.ambiguity()));
    return json.put("seconds", rounded(means.seconds()));
  }

  /** Two sessions compared: differences are second minus first. */
  public static ObjectNode comparison(Comparison comparison) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("schema", 1);
    json.put("seed", comparison.seed());
    json.put("block_seconds", comparison.blockSeconds());
    json.put("blocks", comparison.blocks());
    ArrayNode rows = json.putArray("figures");
    for (Comparison.Row row : comparison.rows()) {
      rows.addObject()
          .put("figure", row.name())
          .put("first", rounded(row.first()))
          .put("second", rounded(row.second()))
          .put("difference", rounded(row.difference()))
          .put("low", rounded(row.low()))
          .put("high", rounded(row.high()));
    }
    return json;
  }

  private static ObjectNode range(TimeRange range) {
    return MAPPER
        .createObjectNode()
        .put("from", seconds(range.from()))
        .put("to", seconds(range.to()));
  }

  private static ObjectNode figures(Map<String, Double> figures) {
    ObjectNode json = MAPPER.createObjectNode();
    figures.forEach((name, value) -> json.put(name, rounded(value)));
    return json;
  }

  private static double seconds(@Nullable Duration duration) {
    return duration == null ? 0 : rounded(Spans.seconds(duration));
  }

  private static double rounded(double value) {
    return Double.isFinite(value) ? Rounding.round(value, DECIMALS) : 0;
  }
}
