package dev.mien.app.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.mien.output.ResultJson;
import dev.mien.output.Rounding;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a stream tells its client, each as one line of JSON with a {@code type}. */
final class StreamMessages {
  private StreamMessages() {}

  /**
   * The first message.
   *
   * @param rules how many are watched unless the client sends others
   */
  static String hello(String stream, String model, int rules, Limits limits) {
    return message("hello")
        .put("schema", 1)
        .put("stream", stream)
        .put("model", model)
        .put("rules", rules)
        .put("frame_bytes", limits.frameBytes())
        .put("frames_per_second", limits.framesPerSecond())
        .toString();
  }

  /** The answer to a frame; results are written by the one place that writes results. */
  static String frame(
      String stream,
      long number,
      long dropped,
      double milliseconds,
      boolean attention,
      FrameSequence.Reading reading) {
    ObjectNode json = message("frame");
    json.put("frame", number);
    json.put("dropped", dropped);
    json.put("milliseconds", Rounding.round(milliseconds, 1));
    Duration sessionTime = reading.sessionTime();
    if (sessionTime != null) {
      json.put("session_time", Rounding.round(sessionTime.toNanos() / 1e9, 3));
    }
    if (attention) {
      json.set("attention", AttentionJson.of(reading.result()));
    }
    ArrayNode events = json.putArray("events");
    reading.events().forEach(event -> events.addRawValue(raw(ResultJson.line(stream, event))));
    json.putRawValue("result", raw(ResultJson.line(reading.result())));
    return json.toString();
  }

  private static RawValue raw(String json) {
    return new RawValue(json);
  }

  /**
   * A frame or a setting that cannot be served.
   *
   * @param frame its number, or 0 if it is no frame
   */
  static String error(Problem problem, long frame) {
    ObjectNode json = message("error");
    json.put("status", problem.status());
    json.put("code", problem.code());
    json.put("detail", problem.getMessage());
    if (frame > 0) {
      json.put("frame", frame);
    }
    return json.toString();
  }

  /** Into which session the stream is written from now on, or null for none. */
  static String session(@Nullable String id) {
    return message("session").put("session", id).toString();
  }

  /** The stream is no longer written into its session, and why. */
  static String lost(String reason) {
    return message("session").putNull("session").put("reason", reason).toString();
  }

  /** The stream is not written into its session until the store takes frames again. */
  static String waiting(String id, String reason) {
    return message("session")
        .putNull("session")
        .put("waiting", id)
        .put("reason", reason)
        .toString();
  }

  static String rules(int count) {
    return message("rules").put("count", count).toString();
  }

  static String reset() {
    return message("reset").toString();
  }

  private static ObjectNode message(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
