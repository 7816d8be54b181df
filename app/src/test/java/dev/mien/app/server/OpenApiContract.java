package dev.mien.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.oas.OpenApi30;
import dev.mien.app.server.TestClient.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks answers of a running server against its own OpenAPI description: that their status and
 * media type are described, that their JSON fits the schema, and that it holds nothing that the
 * schema does not name.
 */
final class OpenApiContract {
  private static final String FILE = "/dev/mien/app/server/openapi.json";
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final JsonNode DESCRIPTION = read();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V4,
          factory ->
              factory
                  .metaSchema(OpenApi30.getInstance())
                  .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())
                  .schemaLoaders(
                      loaders ->
                          loaders.schemas(iri -> iri.equals("mien:openapi") ? text() : null)));

  private OpenApiContract() {}

  private static JsonNode read() {
    try (InputStream in = OpenApiContract.class.getResourceAsStream(FILE)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text() {
    return DESCRIPTION.toString();
  }

  /**
   * Checks an answer. A path below {@code /v1/} or a method that the description does not name must
   * be refused as not found or not allowed; {@code OPTIONS} is of CORS.
   */
  static void check(String method, String pathAndQuery, Answer answer) {
    String path = pathAndQuery.replaceFirst("\\?.*", "");
    String template = template(path);
    String verb = method.toLowerCase(Locale.ROOT);
    String what = method + " " + path + " " + answer.status();
    if (template == null || !DESCRIPTION.at("/paths/" + escaped(template)).has(verb)) {
      if (path.startsWith("/v1/") && !verb.equals("options")) {
        assertThat(answer.status()).as("%s is not described", what).isIn(401, 404, 405);
      }
      return;
    }
    String pointer =
        "/paths/%s/%s/responses/%d".formatted(escaped(template), verb, answer.status());
    JsonNode response = DESCRIPTION.at(pointer);
    assertThat(response.isMissingNode())
        .as("%s is not described: %s", what, answer.text())
        .isFalse();
    if (response.has("$ref")) {
      pointer = response.get("$ref").asText().substring(1);
      response = DESCRIPTION.at(pointer);
    }
    String type = answer.header("Content-Type").replaceFirst(";.*", "");
    if (!response.has("content") || answer.body().length == 0) {
      assertThat(type).as("%s has a body that is not described", what).isNotIn(JSON, PROBLEM);
      return;
    }
    JsonNode content = response.get("content").path(type);
    assertThat(content.isMissingNode()).as("%s: %s is not described", what, type).isFalse();
    if (type.equals(JSON) || type.equals(PROBLEM)) {
      String schema = pointer + "/content/" + escaped(type) + "/schema";
      assertThat(errors(schema, answer.json())).as("%s: %.300s", what, answer.text()).isEmpty();
    }
  }

  private static List<String> errors(String pointer, JsonNode json) {
    JsonSchema schema =
        SCHEMAS.getSchema(
            SchemaLocation.of("mien:openapi#" + pointer), SchemaValidatorsConfig.builder().build());
    List<String> errors =
        schema.validate(json).stream()
            .map(Object::toString)
            .collect(Collectors.toCollection(ArrayList::new));
    addUndescribed(json, List.of(DESCRIPTION.at(pointer)), "$", errors);
    return errors;
  }

  /** What an object holds beyond the properties that its schemas name, if they name any. */
  private static void addUndescribed(
      JsonNode json, List<JsonNode> schemas, String place, List<String> errors) {
    List<JsonNode> all = new ArrayList<>();
    schemas.forEach(schema -> addParts(schema, all));
    if (json.isArray()) {
      List<JsonNode> items =
          all.stream().filter(s -> s.has("items")).map(s -> s.get("items")).toList();
      json.forEach(item -> addUndescribed(item, items, place + "[]", errors));
    }
    if (!json.isObject() || all.stream().noneMatch(schema -> schema.has("properties"))) {
      return;
    }
    json.properties()
        .forEach(
            field -> {
              List<JsonNode> described =
                  all.stream()
                      .map(schema -> schema.path("properties").get(field.getKey()))
                      .filter(Objects::nonNull)
                      .toList();
              String inner = place + "." + field.getKey();
              if (described.isEmpty()) {
                errors.add(inner + " is not described");
              }
              addUndescribed(field.getValue(), described, inner, errors);
            });
  }

  /** A schema, what it refers to, and all of its parts. */
  private static void addParts(JsonNode schema, List<JsonNode> all) {
    if (schema.has("$ref")) {
      addParts(DESCRIPTION.at(schema.get("$ref").asText().substring(1)), all);
      return;
    }
    all.add(schema);
    for (String combined : List.of("allOf", "oneOf", "anyOf")) {
      schema.path(combined).forEach(part -> addParts(part, all));
    }
  }

  private static @Nullable String template(String path) {
    List<String> fitting = new ArrayList<>();
    DESCRIPTION
        .get("paths")
        .fieldNames()
        .forEachRemaining(
            template -> {
              String regex = template.replaceAll("\\{[^}]*}", "\\\\E[^/]+\\\\Q");
              if (Pattern.matches("\\Q" + regex + "\\E", path)) {
                fitting.add(template);
              }
            });
    return fitting.isEmpty() ? null : fitting.get(0);
  }

  private static String escaped(String part) {
    return part.replace("~", "~0").replace("/", "~1");
  }
}
