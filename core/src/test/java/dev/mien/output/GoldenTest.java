package dev.mien.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mien.ImageResult;
import dev.mien.Mien;
import dev.mien.SamplePhotos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The sample photos' JSON as it was when the default model was released. After a change that is
 * meant to change it: {@code mvn verify -Dmien.golden.update=true}, then look at the difference.
 */
final class GoldenTest {
  private static final Path FILE = Path.of("src", "test", "resources", "golden", "samples.jsonl");
  private static final double PIXELS = 1.5;
  private static final double NUMBERS = 0.02;

  @Test
  void samplePhotos_giveTheGoldenNumbers() throws IOException {
    try (Mien mien = Mien.open()) {
      List<String> lines =
          mien.analyzeAll(SamplePhotos.paths()).stream()
              .map(
                  result ->
                      new ImageResult(
                          Path.of(result.source()).getFileName().toString(),
                          result.width(),
                          result.height(),
                          result.faces(),
                          result.error()))
              .map(ResultJson::line)
              .toList();
      if (Boolean.getBoolean("mien.golden.update")) {
        Files.createDirectories(FILE.getParent());
        Files.write(FILE, lines);
      }
      ObjectMapper json = new ObjectMapper();
      List<String> golden = Files.readAllLines(FILE);
      assertThat(lines).hasSameSizeAs(golden);
      for (int i = 0; i < golden.size(); i++) {
        assertAlike("line " + (i + 1), json.readTree(lines.get(i)), json.readTree(golden.get(i)));
      }
    }
  }

  private static void assertAlike(String where, JsonNode actual, JsonNode golden) {
    assertThat(actual.getNodeType()).as(where).isEqualTo(golden.getNodeType());
    if (golden.isObject()) {
      assertThat(names(actual)).as(where).isEqualTo(names(golden));
      golden
          .fieldNames()
          .forEachRemaining(
              name -> assertAlike(where + "." + name, actual.get(name), golden.get(name)));
    } else if (golden.isArray()) {
      assertThat(actual.size()).as(where).isEqualTo(golden.size());
      for (int i = 0; i < golden.size(); i++) {
        assertAlike(where + "[" + i + "]", actual.get(i), golden.get(i));
      }
    } else if (golden.isNumber()) {
      boolean pixels = where.matches(".*(box|landmarks|quality).*");
      assertThat(actual.asDouble())
          .as(where)
          .isCloseTo(golden.asDouble(), within(pixels ? PIXELS : NUMBERS));
    } else {
      assertThat(actual.asText()).as(where).isEqualTo(golden.asText());
    }
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new java.util.ArrayList<>();
    for (Iterator<String> iterator = node.fieldNames(); iterator.hasNext(); ) {
      names.add(iterator.next());
    }
    return names;
  }
}
