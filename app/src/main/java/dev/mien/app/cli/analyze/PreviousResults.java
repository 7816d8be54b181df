package dev.mien.app.cli.analyze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.app.cli.files.OutputFile;
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
 * What earlier runs wrote, to go on from: the output file, and what runs that were killed left
 * beside it. What they did not finish, a line that breaks off or an image with an error, is left
 * out and analysed again.
 *
 * @param text the complete results, ready to be written first
 * @param sources of the images that they are of
 * @param leftovers files of runs that were killed
 */
record PreviousResults(String text, Set<String> sources, List<Path> leftovers) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Nothing was written before. */
  static final PreviousResults NONE = new PreviousResults("", Set.of(), List.of());

  /**
   * Reads results as JSON Lines or CSV; none if there are no files.
   *
   * @throws IOException if one cannot be read, or the output file holds something else
   */
  static PreviousResults of(Path target, OutputFormat format) throws IOException {
    StringBuilder kept = new StringBuilder();
    Set<String> sources = new LinkedHashSet<>();
    if (Files.isRegularFile(target)) {
      add(read(target), format, false, kept, sources);
    }
    List<Path> leftovers = OutputFile.leftovers(target);
    for (Path leftover : leftovers) {
      add(read(leftover), format, true, kept, sources);
    }
    return new PreviousResults(kept.toString(), sources, leftovers);
  }

  /** Deletes what runs that were killed left; call it once their results are in the output file. */
  void deleteLeftovers() throws IOException {
    for (Path leftover : leftovers) {
      Files.deleteIfExists(leftover);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /**
   * Adds the complete results for images that have none yet.
   *
   * @param killed whether the run may have ended between two rows of an image
   */
  private static void add(
      String text, OutputFormat format, boolean killed, StringBuilder kept, Set<String> sources)
      throws IOException {
    Set<String> added = new LinkedHashSet<>();
    if (format == OutputFormat.CSV) {
      List<String> records = records(text);
      addCsv(killed ? withoutLastSource(records) : records, kept, sources, added);
    } else {
      addJsonLines(text, kept, sources, added);
    }
    sources.addAll(added);
  }

  private static void addJsonLines(
      String text, StringBuilder kept, Set<String> before, Set<String> added) {
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      String line = text.substring(start, end + 1);
      start = end + 1;
      try {
        JsonNode result = JSON.readTree(line);
        String source = result.path("source").asText();
        if (!result.has("error") && !before.contains(source)) {
          added.add(source);
          kept.append(line);
        }
      } catch (JsonProcessingException e) {
        // A line that was not finished: its image is analysed again.
      }
    }
  }

  /** Images with an error are analysed again, as their rows are left out. */
  private static void addCsv(
      List<String> records, StringBuilder kept, Set<String> before, Set<String> added)
      throws IOException {
    if (records.isEmpty()) {
      return;
    }
    if (!records.get(0).strip().equals(ResultCsv.header())) {
      throw new IOException("--resume goes on with results of Mien, which this file does not hold");
    }
    if (kept.isEmpty()) {
      kept.append(records.get(0));
    }
    for (String row : records.subList(1, records.size())) {
      boolean failed = !row.stripTrailing().endsWith(",");
      if (row.indexOf(',') > 0 && !failed && !before.contains(source(row))) {
        added.add(source(row));
        kept.append(row);
      }
    }
  }

  /** A run that was killed may have written some of an image's faces only. */
  private static List<String> withoutLastSource(List<String> records) {
    int end = records.size();
    String last = end > 1 ? source(records.get(end - 1)) : "";
    while (end > 1 && source(records.get(end - 1)).equals(last)) {
      end--;
    }
    return records.subList(0, end);
  }

  private static String source(String row) {
    return row.indexOf(',') > 0 ? withoutGuard(firstCell(row)) : "";
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
