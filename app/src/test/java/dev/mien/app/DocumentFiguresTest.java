package dev.mien.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.Mien;
import dev.mien.expression.InstalledModels;
import dev.mien.expression.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * The figures in the documents are those that the default model's card holds, to the last digit.
 */
final class DocumentFiguresTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void documents_nameTheFiguresOfTheCard() throws IOException {
    List<ModelCard.Figure> figures;
    try (Mien mien = Mien.open()) {
      figures =
          mien.model().figures().stream().filter(figure -> figure.split().equals("test")).toList();
    }
    assertThat(figures).hasSize(3);
    for (String document : List.of("README.md", "docs/model.md")) {
      String text = Files.readString(ROOT.resolve(document));
      for (ModelCard.Figure figure : figures) {
        assertThat(text)
            .as(document)
            .contains(
                String.format(
                    Locale.ROOT,
                    "| %,d | **%.2f %%** | %.2f to %.2f | %.3f | %.3f |",
                    figure.samples(),
                    100 * figure.accuracy(),
                    100 * figure.low(),
                    100 * figure.high(),
                    figure.macroF1(),
                    figure.calibrationError()));
      }
    }
  }

  @Test
  void defaultModel_passesTheBarsOfItsRelease() throws IOException {
    try (Mien mien = Mien.open()) {
      assertThat(accuracy(mien.model(), "ferplus-majority")).isGreaterThan(0.78);
      assertThat(accuracy(mien.model(), "fer2013")).isGreaterThan(0.64);
    }
    assertThat(InstalledModels.names()).contains("base");
  }

  private static double accuracy(ModelCard card, String protocol) {
    return card.figures().stream()
        .filter(figure -> figure.protocol().equals(protocol) && figure.split().equals("test"))
        .mapToDouble(ModelCard.Figure::accuracy)
        .findFirst()
        .orElseThrow();
  }
}
