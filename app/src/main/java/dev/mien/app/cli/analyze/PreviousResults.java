package dev.mien.app.cli.analyze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.output.ResultCsv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an earlier run wrote, to go on from. What it did not finish, a line that breaks off or an
 * image with an error, is left out and analysed again.
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
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
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
        JsonNode result = JSON.readTree(line);
        if (!result.has("error")) {
          sources.add(result.path("source").asText());
          kept.append(line);
        }
      } catch (JsonProcessingException e) {
        // A line that was not finished: its image is analysed again.
      }
    }
    return new PreviousResults(kept.toString(), sources);
  }

  /** Images with an error are analysed again, as their rows are left out. */
  private static PreviousResults ofCsv(String text) throws IOException {
    List<String> records = records(text);
    if (records.isEmpty()) {
      return NONE;
    }
    if (!records.get(0).strip().equals(ResultCsv.header())) {
      throw new IOException("--resume goes on with results of Mien, which this file does not hold");
    }
    StringBuilder kept = new StringBuilder(records.get(0));
    Set<String> sources = new LinkedHashSet<>();
    for (String row : records.subList(1, records.size())) {
      boolean failed = !row.stripTrailing().endsWith(",");
      if (row.indexOf(',') > 0 && !failed) {
        sources.add(withoutGuard(firstCell(row)));
        kept.append(row);
      }
    }
    return new PreviousResults(kept.toString(), sources);
  }

  /** Cells that a spreadsheet would run as a formula are written with an apostrophe in front. */
  private static String withoutGuard(String cell) {
    boolean guarded =
        cell.length() > 1 && cell.charAt(0) == '\'' && "=+-@\t\r".indexOf(cell.charAt(1)) >= 0;
    return guarded ? cell.substring(1) : cell;
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
