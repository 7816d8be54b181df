package dev.mien.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mien.expression.ModelCard;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * All figures in the documents and in the models' cards come from docs/evaluation/NAME.json, which
 * {@code mien evaluate} wrote. {@code -Dmien.golden.update=true} writes the tables anew.
 */
final class DocumentFiguresTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> DOCUMENTS = List.of("README.md", "docs/model.md");

  private final FiguresMarkdown markdown;

  /** The models in 8 bits too, which the tables leave out. */
  private final FiguresMarkdown forms;

  DocumentFiguresTest() throws IOException {
    markdown = new FiguresMarkdown(ROOT.resolve("docs/evaluation"), InstalledModels.names());
    forms = new FiguresMarkdown(ROOT.resolve("docs/evaluation"), InstalledModels.namesOfForms());
  }

  @Test
  void documents_holdTheTablesOfTheEvaluation() throws IOException {
    Map<String, String> tables =
        Map.of(
            "figures", markdown.figures(),
            "sizes", markdown.sizes(),
            "classes", markdown.classes(),
            "others", markdown.others(),
            "stress", markdown.stress());
    for (String document : DOCUMENTS) {
      Path file = ROOT.resolve(document);
      String text = Files.readString(file);
      String expected = text;
      for (Map.Entry<String, String> table : tables.entrySet()) {
        expected = replace(expected, table.getKey(), table.getValue());
      }
      if (Boolean.getBoolean("mien.golden.update")) {
        Files.writeString(file, expected);
      } else {
        assertThat(text).as(document).isEqualTo(expected);
      }
    }
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("<!-- figures -->");
    assertThat(Files.readString(ROOT.resolve("docs/model.md"))).contains("<!-- stress -->");
  }

  /** What stands between {@code <!-- name -->} and {@code <!-- end -->} becomes the table. */
  private static String replace(String text, String name, String table) {
    String start = "<!-- " + name + " -->\n";
    int from = text.indexOf(start);
    if (from < 0) {
      return text;
    }
    int to = text.indexOf("<!-- end -->", from);
    return text.substring(0, from + start.length()) + table + text.substring(to);
  }

  @Test
  void cards_holdTheFiguresOfTheEvaluation() throws IOException {
    for (String name : InstalledModels.namesOfForms()) {
      JsonNode report = forms.report(name);
      assertThat(report.at("/models/0/model").asText()).isEqualTo(name);
      assertThat(report.path("split").asText()).isEqualTo("test");
      try (OnnxExpressionModel model =
          OnnxExpressionModel.open(InstalledModels.bytes(name), name, 1)) {
        List<ModelCard.Figure> figures =
            model.card().figures().stream()
                .filter(figure -> figure.split().equals("test"))
                .toList();
        assertThat(figures).hasSize(3);
        for (ModelCard.Figure figure : figures) {
          JsonNode measured = FiguresMarkdown.evaluation(report, "one view", figure.protocol());
          assertThat(measured.path("samples").asInt()).isEqualTo(figure.samples());
          assertThat(measured.path("accuracy").asDouble())
              .isCloseTo(figure.accuracy(), within(1e-12));
          assertThat(measured.path("macro_f1").asDouble())
              .isCloseTo(figure.macroF1(), within(1e-12));
        }
      }
    }
  }

  @Test
  void models_passTheBarsOfTheirRelease() {
    assertThat(accuracy("base", "ferplus-majority")).isGreaterThan(0.86);
    assertThat(accuracy("base", "fer2013")).isGreaterThan(0.68);
    assertThat(accuracy("small", "ferplus-majority")).isGreaterThan(0.84);
    assertThat(accuracy("small", "fer2013")).isGreaterThan(0.65);
    JsonNode stress = markdown.report("base").path("stress");
    assertThat(stress.path("clean").asDouble() - stress.path("mean_middle_grade").asDouble())
        .isLessThan(0.08);
    JsonNode attention = markdown.report("base").path("attention_check");
    assertThat(attention.path("attended_hidden").asDouble())
        .isLessThan(attention.path("random_hidden").asDouble() - 0.03);
  }

  @Test
  void formsInBytes_loseAtMostThreeTenthsOfAPoint() {
    for (String model : InstalledModels.names()) {
      assertThat(
              accuracy(model, "ferplus-majority") - accuracy(model + "-int8", "ferplus-majority"))
          .as(model)
          .isLessThanOrEqualTo(0.003);
    }
  }

  private double accuracy(String model, String protocol) {
    return FiguresMarkdown.evaluation(forms.report(model), "one view", protocol)
        .path("accuracy")
        .asDouble();
  }
}
