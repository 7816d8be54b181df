package dev.mien.app.cli.analyze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an earlier run wrote, to go on from. What it may not have finished writing, the last line or
 * the last image, is left out and analysed again.
 *
 * @param text the complete results, ready to be written first
 * @param sources of the images that they are of
 */
record PreviousResults(String text, Set<String> sources) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Nothing was written before. */
  static final PreviousResults NONE = new PreviousResults("", Set.of());

  /** Reads results as JSON Lines or CSV; none if the file is not there. */
  static PreviousResults read(Path file, OutputFormat format) throws IOException {
    if (!Files.isRegularFile(file)) {
      return NONE;
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return format == OutputFormat.CSV ? ofCsv(text) : ofJsonLines(text);
  }

  private static PreviousResults ofJsonLines(String text) {
    StringBuilder kept = new StringBuilder();
    Set<String> sources = new LinkedHashSet<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      String line = text.substring(start, end + 1);
      start = end + 1;
      try {
        sources.add(JSON.readTree(line).path("source").asText());
        kept.append(line);
      } catch (JsonProcessingException e) {
        // A line that was not finished: its image is analysed again.
      }
    }
    return new PreviousResults(kept.toString(), sources);
  }

  /** An image may have several rows: those of the last image may not be all there. */
  private static PreviousResults ofCsv(String text) {
    List<String> records = records(text);
    if (records.isEmpty()) {
      return NONE;
    }
    String last = records.size() == 1 ? "" : firstCell(records.get(records.size() - 1));
    StringBuilder kept = new StringBuilder(records.get(0));
    Set<String> sources = new LinkedHashSet<>();
    for (String row : records.subList(1, records.size())) {
      String source = firstCell(row);
      if (!source.equals(last)) {
        sources.add(source);
        kept.append(row);
      }
    }
    return new PreviousResults(kept.toString(), sources);
  }

  /** Complete records with their line ends; quoted cells may hold some. */
  private static List<String> records(String text) {
    List<String> records = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\n' && !quoted) {
        records.add(text.substring(start, i + 1));
        start = i + 1;
      }
    }
    return records;
  }

  private static String firstCell(String record) {
    if (!record.startsWith("\"")) {
      return record.substring(0, record.indexOf(','));
    }
    int end = 1;
    while (record.charAt(end) != '"' || record.startsWith("\"\"", end)) {
      end += record.charAt(end) == '"' ? 2 : 1;
    }
    return record.substring(1, end).replace("\"\"", "\"");
  }
}
