package dev.mien.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tables of the documents, written from what {@code mien evaluate} wrote about the installed
 * models: docs/evaluation/NAME.json.
 */
final class FiguresMarkdown {
  private static final List<String> PROTOCOLS =
      List.of("ferplus-majority", "ferplus-plurality", "fer2013");
  private static final Map<String, String> TITLES =
      Map.of(
          "ferplus-majority", "FER+ strict majority, 8 classes",
          "ferplus-plurality", "FER+ plurality, 8 classes",
          "fer2013", "FER2013, its own 7 labels");

  private final Map<String, JsonNode> reports = new LinkedHashMap<>();

  FiguresMarkdown(Path folder, List<String> models) throws IOException {
    JsonMapper json = JsonMapper.builder().build();
    for (String model : models) {
      reports.put(model, json.readTree(folder.resolve(model + ".json").toFile()));
    }
  }

  JsonNode report(String model) {
    return reports.get(model);
  }

  static JsonNode evaluation(JsonNode report, String how, String protocol) {
    for (JsonNode evaluation : report.path("evaluations")) {
      if (evaluation.path("how").asText().startsWith(how)
          && evaluation.path("protocol").asText().equals(protocol)) {
        return evaluation;
      }
    }
    throw new IllegalStateException(how + ", " + protocol + " was not measured");
  }

  /** Every model under every protocol. */
  String figures() {
    StringBuilder text =
        new StringBuilder(
            "| model | protocol | images | accuracy | 95 % interval | macro F1 | calibration error |\n|---|---|---|---|---|---|---|\n");
    reports.forEach(
        (model, report) -> {
          for (String protocol : PROTOCOLS) {
            JsonNode one = evaluation(report, "one view", protocol);
            add(
                text,
                "| `%s` | %s | %,d | **%.2f %%** | %.2f to %.2f | %.3f | %.3f |",
                model,
                TITLES.get(protocol),
                one.path("samples").asInt(),
                percent(one, "accuracy"),
                percent(one, "accuracy_low"),
                percent(one, "accuracy_high"),
                one.path("macro_f1").asDouble(),
                one.path("calibration_error").asDouble());
          }
        });
    return text.toString();
  }

  /** What each model costs. */
  String sizes() {
    StringBuilder text =
        new StringBuilder(
            "| model | parameters in the graph | multiply-accumulates a face | file | one face, one thread |\n|---|---|---|---|---|\n");
    reports.forEach(
        (model, report) -> {
          JsonNode size = report.at("/models/0");
          add(
              text,
              "| `%s` | %,d | %.0f million | %.1f MB | %.2f ms |",
              model,
              size.path("parameters").asLong(),
              size.path("multiply_accumulates").asLong() / 1e6,
              size.path("bytes").asLong() / 1e6,
              size.path("milliseconds_per_face_one_thread").asDouble());
        });
    return text.toString();
  }

  /** Precision, recall and F1 of the default model's classes. */
  String classes() {
    StringBuilder text =
        new StringBuilder(
            "| FER+ strict majority | precision | recall | F1 | images |\n|---|---|---|---|---|\n");
    JsonNode one = evaluation(first(), "one view", "ferplus-majority");
    for (JsonNode row : one.path("classes")) {
      add(
          text,
          "| %s | %.3f | %.3f | %.3f | %,d |",
          row.path("label").asText(),
          row.path("precision").asDouble(),
          row.path("recall").asDouble(),
          row.path("f1").asDouble(),
          row.path("images").asInt());
    }
    return text.toString();
  }

  /** The default model's other figures: top two, divergence, views, duplicates, attention. */
  String others() {
    StringBuilder text =
        new StringBuilder(
            "| FER+ strict majority, `base` | accuracy | 95 % interval | macro F1 | balanced accuracy | among the top two | KL to the votes, nats |\n|---|---|---|---|---|---|---|\n");
    for (JsonNode one : first().path("evaluations")) {
      if (one.path("protocol").asText().equals("ferplus-majority")) {
        add(
            text,
            "| %s (%,d images) | %.2f %% | %.2f to %.2f | %.3f | %.2f %% | %.2f %% | %.3f |",
            one.path("how").asText(),
            one.path("samples").asInt(),
            percent(one, "accuracy"),
            percent(one, "accuracy_low"),
            percent(one, "accuracy_high"),
            one.path("macro_f1").asDouble(),
            percent(one, "balanced_accuracy"),
            percent(one, "top_two_accuracy"),
            one.path("divergence_from_votes_nats").asDouble());
      }
    }
    JsonNode attention = first().path("attention_check");
    add(
        text,
        "%nHiding the fifth of the face that the attention map points at takes accuracy from %.2f %% to %.2f %%; hiding a random fifth, to %.2f %%.",
        percent(attention, "clean"),
        percent(attention, "attended_hidden"),
        percent(attention, "random_hidden"));
    return text.toString();
  }

  /** The default model under corruption. */
  String stress() {
    JsonNode stress = first().path("stress");
    StringBuilder text = new StringBuilder();
    add(
        text,
        "FER+ strict majority, `base`: %.2f %% clean, %.2f %% on average over the twelve corruptions at the middle grade, %.1f points less.%n",
        percent(stress, "clean"),
        percent(stress, "mean_middle_grade"),
        percent(stress, "clean") - percent(stress, "mean_middle_grade"));
    text.append(
        "| circumstance | mild | middle | severe | calibration error |\n|---|---|---|---|---|\n");
    JsonNode cells = stress.path("cells");
    for (int i = 0; i < cells.size(); i += 3) {
      add(
          text,
          "| %s (%s, %s, %s) | %.2f | %.2f | %.2f | %.3f / %.3f / %.3f |",
          cells.get(i).path("corruption").asText().replace('_', ' '),
          cells.get(i).path("strength").asText(),
          cells.get(i + 1).path("strength").asText(),
          cells.get(i + 2).path("strength").asText(),
          percent(cells.get(i), "accuracy"),
          percent(cells.get(i + 1), "accuracy"),
          percent(cells.get(i + 2), "accuracy"),
          cells.get(i).path("calibration_error").asDouble(),
          cells.get(i + 1).path("calibration_error").asDouble(),
          cells.get(i + 2).path("calibration_error").asDouble());
    }
    return text.toString();
  }

  private JsonNode first() {
    return reports.values().iterator().next();
  }

  private static double percent(JsonNode node, String field) {
    return 100 * node.path(field).asDouble();
  }

  private static void add(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
