package dev.mien.expression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.mien.face.AlignmentTemplate;
import dev.mien.geometry.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of a {@link ModelCard}. Every start of a program waits for it, so it takes tokens
 * one after the other: making an object mapper alone would take a tenth of a second.
 */
final class CardReader {
  /** The names in a card come from anybody: a table of them would be shared by all cards. */
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

  private final Map<String, @Nullable Object> fields;

  private CardReader(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  /**
   * Reads a card; what it says is not yet checked.
   *
   * @throws ModelException if this is no card
   */
  static ModelCard read(String json) throws ModelException {
    @Nullable Object value;
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      value = value(parser);
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      throw new ModelException(
          "its card cannot be understood: it is no JSON that can be read"
              + (place == null
                  ? ""
                  : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")"),
          e);
    } catch (IOException e) {
      throw new ModelException("its card cannot be understood: it cannot be read", e);
    }
    if (value == null) {
      throw new ModelException("its card is empty");
    }
    return object("card", value).card();
  }

  /** Maps, lists, texts, numbers, truth values and null, as JSON has them. */
  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return null;
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, @Nullable Object> object = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          object.put(name, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
      default -> null;
    };
  }

  private ModelCard card() throws ModelException {
    return new ModelCard(
        integer("schema"),
        text("name"),
        list("labels", CardReader::asText),
        list("labels_fer2013", CardReader::asText),
        integer("input_size"),
        object("alignment", fields.get("alignment")).alignment(),
        number("temperature"),
        number("temperature_fer2013"),
        number("uncertain_below"),
        whole("parameters"),
        text("data"),
        figures(),
        whole("seed"),
        text("revision"),
        text("created"),
        text("licence"),
        // Cards of earlier versions have no prior.
        fields.containsKey("prior") ? list("prior", CardReader::asNumber) : List.of());
  }

  private AlignmentTemplate alignment() throws ModelException {
    return new AlignmentTemplate(
        point("right_eye"), point("left_eye"), point("nose"), point("mouth"));
  }

  private Point point(String name) throws ModelException {
    CardReader point = object(name, fields.get(name));
    return new Point(point.number("x"), point.number("y"));
  }

  private List<ModelCard.Figure> figures() throws ModelException {
    List<ModelCard.Figure> figures = new ArrayList<>();
    for (Object figure : list("figures", value -> value)) {
      figures.add(object("figures", figure).figure());
    }
    return figures;
  }

  private ModelCard.Figure figure() throws ModelException {
    return new ModelCard.Figure(
        text("protocol"),
        text("split"),
        integer("samples"),
        number("accuracy"),
        number("low"),
        number("high"),
        number("macro_f1"),
        number("calibration_error"));
  }

  private String text(String name) throws ModelException {
    return require(name, "a text", asText(fields.get(name)));
  }

  private double number(String name) throws ModelException {
    return require(name, "a number", asNumber(fields.get(name)));
  }

  private int integer(String name) throws ModelException {
    long value = whole(name);
    return require(name, "a small whole number", value == (int) value ? (int) value : null);
  }

  private long whole(String name) throws ModelException {
    return require(name, "a whole number", asWhole(fields.get(name)));
  }

  private <T> List<T> list(String name, Function<@Nullable Object, @Nullable T> element)
      throws ModelException {
    List<T> elements = new ArrayList<>();
    for (Object value :
        require(name, "a list", fields.get(name) instanceof List<?> list ? list : null)) {
      elements.add(require(name, "a list of the right kind", element.apply(value)));
    }
    return elements;
  }

  private static CardReader object(String name, @Nullable Object value) throws ModelException {
    Map<String, @Nullable Object> fields = new HashMap<>();
    require(name, "an object", value instanceof Map<?, ?> map ? map : null)
        .forEach((key, content) -> fields.put((String) key, content));
    return new CardReader(fields);
  }

  private static @Nullable String asText(@Nullable Object value) {
    return value instanceof String text ? text : null;
  }

  private static @Nullable Double asNumber(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : null;
  }

  private static @Nullable Long asWhole(@Nullable Object value) {
    return value instanceof Integer || value instanceof Long
        ? Long.valueOf(((Number) value).longValue())
        : null;
  }

  private static <T> T require(String name, String kind, @Nullable T value) throws ModelException {
    if (value == null) {
      throw new ModelException(
          "its card cannot be understood: " + name + " is missing or is not " + kind);
    }
    return value;
  }
}
