package dev.mien.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mien.FaceResult;
import dev.mien.FrameResult;
import dev.mien.ImageResult;
import dev.mien.TrackedFace;
import dev.mien.event.ExpressionEvent;
import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.face.FaceQuality;
import dev.mien.face.Landmarks;
import dev.mien.face.QualityReason;
import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The one wire format: what the command line, HTTP, WebSocket and Spark all print. Snake-case
 * names, {@code "schema": 1}; pixels to two decimals, everything else to six. Thread-safe.
 */
public final class ResultJson {
  private static final int SCHEMA = 1;
  private static final int PIXEL_DECIMALS = 2;
  private static final int DECIMALS = 6;
  private static final JsonFactory FACTORY = new JsonFactory();

  private ResultJson() {}

  /** The result as one line of JSON without a line break. */
  public static String line(ImageResult result) {
    return text(json -> write(result, json));
  }

  /** The result of a frame as one line of JSON without a line break; time in seconds. */
  public static String line(FrameResult result) {
    return text(json -> write(result, json));
  }

  /** An event as one line of JSON without a line break; time in seconds. */
  public static String line(ExpressionEvent event) {
    return text(json -> write(null, event, json));
  }

  /**
   * An event of one of several streams as one line of JSON without a line break; time in seconds.
   *
   * @param stream the stream's id, written as {@code "stream"}
   */
  public static String line(String stream, ExpressionEvent event) {
    return text(json -> write(stream, event, json));
  }

  private interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  private static String text(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      content.writeTo(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A StringWriter does not fail.
    }
    return text.toString();
  }

  private static void write(FrameResult result, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schema", SCHEMA);
    number("time", result.time().toNanos() / 1e9, DECIMALS, json);
    json.writeNumberField("width", result.width());
    json.writeNumberField("height", result.height());
    json.writeArrayFieldStart("faces");
    for (TrackedFace face : result.faces()) {
      write(face, json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("missing");
    for (int track : result.missing()) {
      json.writeNumber(track);
    }
    json.writeEndArray();
    json.writeBooleanField("cut", result.cut());
    json.writeEndObject();
  }

  private static void write(@Nullable String stream, ExpressionEvent event, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    if (stream != null) {
      json.writeStringField("stream", stream);
    }
    json.writeNumberField("schema", SCHEMA);
    json.writeStringField("event", event.rule());
    json.writeStringField("kind", event.kind().code());
    number("time", event.time().toNanos() / 1e9, DECIMALS, json);
    json.writeNumberField("track", event.track());
    number("value", event.value(), DECIMALS, json);
    json.writeEndObject();
  }

  private static void write(TrackedFace face, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("track", face.track());
    json.writeObjectFieldStart("smoothed");
    json.writeStringField("emotion", face.label());
    write(face.smoothed(), json);
    json.writeEndObject();
    writeFields(face.face(), json);
    json.writeEndObject();
  }

  private static void write(ImageResult result, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schema", SCHEMA);
    if (!result.source().isEmpty()) {
      json.writeStringField("source", result.source());
    }
    if (result.error() != null) {
      json.writeStringField("error", result.error());
    } else {
      json.writeNumberField("width", result.width());
      json.writeNumberField("height", result.height());
      json.writeArrayFieldStart("faces");
      for (FaceResult face : result.faces()) {
        write(face, json);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void write(FaceResult face, JsonGenerator json) throws IOException {
    json.writeStartObject();
    writeFields(face, json);
    json.writeEndObject();
  }

  private static void writeFields(FaceResult face, JsonGenerator json) throws IOException {
    write(face.box(), json);
    Landmarks landmarks = face.landmarks();
    if (landmarks != null) {
      json.writeObjectFieldStart("landmarks");
      write("right_eye", landmarks.rightEye(), json);
      write("left_eye", landmarks.leftEye(), json);
      write("nose", landmarks.nose(), json);
      write("mouth", landmarks.mouth(), json);
      write("right_ear", landmarks.rightEar(), json);
      write("left_ear", landmarks.leftEar(), json);
      json.writeEndObject();
    }
    number("detection_score", face.detectionScore(), DECIMALS, json);
    json.writeStringField("emotion", face.label());
    write(face.scores(), json);
    EmotionScores raw = face.prediction().scores();
    if (!face.scores().equals(raw) && !face.scores().equals(raw.withoutContempt())) {
      writeProbabilities("model_probabilities", raw, json); // before the prior was exchanged
    }
    write(face.quality(), json);
  }

  private static void write(EmotionScores scores, JsonGenerator json) throws IOException {
    writeProbabilities("probabilities", scores, json);
    number("ambiguity", scores.ambiguity(), DECIMALS, json);
    number("valence", scores.valence(), DECIMALS, json);
    number("arousal", scores.arousal(), DECIMALS, json);
  }

  private static void writeProbabilities(String name, EmotionScores scores, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Emotion emotion : Emotion.values()) {
      number(emotion.label(), scores.probability(emotion), DECIMALS, json);
    }
    json.writeEndObject();
  }

  private static void write(Box box, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("box");
    number("left", box.left(), PIXEL_DECIMALS, json);
    number("top", box.top(), PIXEL_DECIMALS, json);
    number("width", box.width(), PIXEL_DECIMALS, json);
    number("height", box.height(), PIXEL_DECIMALS, json);
    json.writeEndObject();
  }

  private static void write(String name, Point point, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(name);
    json.writeNumber(Rounding.text(point.x(), PIXEL_DECIMALS));
    json.writeNumber(Rounding.text(point.y(), PIXEL_DECIMALS));
    json.writeEndArray();
  }

  private static void write(FaceQuality quality, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("quality");
    number("size", quality.size(), PIXEL_DECIMALS, json);
    number("sharpness", quality.sharpness(), DECIMALS, json);
    number("brightness", quality.brightness(), PIXEL_DECIMALS, json);
    number("contrast", quality.contrast(), PIXEL_DECIMALS, json);
    number("yaw", quality.yaw(), PIXEL_DECIMALS, json);
    number("pitch", quality.pitch(), PIXEL_DECIMALS, json);
    number("roll", quality.roll(), PIXEL_DECIMALS, json);
    json.writeArrayFieldStart("reasons");
    for (QualityReason reason : quality.reasons()) {
      json.writeString(reason.code());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void number(String name, double value, int decimals, JsonGenerator json)
      throws IOException {
    json.writeFieldName(name);
    json.writeNumber(Rounding.text(value, decimals));
  }
}
