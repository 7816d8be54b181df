package dev.mien.app.cli.analyze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.app.cli.files.OutputFile;
import dev.mien.output.ResultCsv;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What earlier runs wrote, to go on from: the output file, and what runs that were killed left
 * beside it. What they did not finish, a line that breaks off or an image with an error, is left
 * out and analysed again. Files may be larger than memory; the names of their images are kept.
 */
final class PreviousResults {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String FOREIGN =
      "--resume goes on with results of Mien, which this file does not hold";

  /** JSON without faces, or a row whose cells from the fourth on are empty. */
  private static final Pattern NO_FACE = Pattern.compile("\"faces\":\\[]|,{10}");

  private final Path target;
  private final OutputFormat format;
  private final List<Path> leftovers;
  private final Set<String> sources = new LinkedHashSet<>();
  private boolean started;
  private @Nullable PreviousResult last;

  /**
   * Finds what is there; it may be nothing.
   *
   * @param target the output file
   * @param format JSON Lines or CSV
   */
  PreviousResults(Path target, OutputFormat format) throws IOException {
    this.target = target;
    this.format = format;
    this.leftovers = OutputFile.leftovers(target);
  }

  /**
   * Copies the complete results.
   *
   * @return the sources of the images that they are of
   * @throws IOException if a file cannot be read, or the output file holds something else
   */
  Set<String> copy(Writer kept) throws IOException {
    if (Files.isRegularFile(target)) {
      add(target, false, kept);
    }
    for (Path leftover : leftovers) {
      add(leftover, true, kept);
    }
    return sources;
  }

  /** Whether anything was copied; of CSV the header was then, too. */
  boolean isStarted() {
    return started;
  }

  /** The last image with a face whose results were copied, if there is one. */
  Optional<PreviousResult> last() {
    return Optional.ofNullable(last);
  }

  /** Files of runs that were killed. */
  List<Path> leftovers() {
    return leftovers;
  }

  /** Deletes what runs that were killed left; call it once their results are in the output file. */
  void deleteLeftovers() throws IOException {
    for (Path leftover : leftovers) {
      Files.deleteIfExists(leftover);
    }
  }

  /**
   * Copies the complete results for images that have none yet.
   *
   * @param killed whether the run may have ended between two rows of an image
   */
  private void add(Path file, boolean killed, Writer kept) throws IOException {
    Set<String> added = new LinkedHashSet<>();
    try (RecordReader records = new RecordReader(file, format == OutputFormat.CSV)) {
      if (format == OutputFormat.CSV) {
        addCsv(records, killed, added, kept);
      } else {
        addJsonLines(records, added, kept);
      }
    }
    sources.addAll(added);
  }

  private void addJsonLines(RecordReader records, Set<String> added, Writer kept)
      throws IOException {
    for (String line = records.next(); line != null; line = records.next()) {
      try {
        JsonNode result = JSON.readTree(line);
        if (!result.has("source")) {
          throw new IOException(FOREIGN);
        }
        String source = result.path("source").asText();
        if (!result.has("error") && !sources.contains(source)) {
          added.add(source);
          keep(source, line, kept);
        }
      } catch (JsonProcessingException e) {
        // A line that was not finished: its image is analysed again.
      }
    }
  }

  private void addCsv(RecordReader records, boolean killed, Set<String> added, Writer kept)
      throws IOException {
    String header = records.next();
    if (header == null) {
      return;
    }
    if (!header.strip().equals(ResultCsv.header())) {
      throw new IOException(FOREIGN);
    }
    if (!started) {
      kept.write(header);
      started = true;
    }
    // The rows of one image are copied together: a run that was killed may have written some only.
    String current = "";
    StringBuilder rows = new StringBuilder();
    for (String row = records.next(); row != null; row = records.next()) {
      String source = source(row);
      if (!source.equals(current)) {
        keep(current, rows.toString(), kept);
        rows.setLength(0);
        current = source;
      }
      if (isWanted(row, source)) {
        added.add(source);
        rows.append(row);
      }
    }
    if (killed || records.isBrokenOff()) {
      added.remove(current);
    } else {
      keep(current, rows.toString(), kept);
    }
  }

  /** Images with an error are analysed again, as their rows are left out. */
  private boolean isWanted(String row, String source) {
    boolean failed = !row.stripTrailing().endsWith(",");
    return row.indexOf(',') > 0 && !failed && !sources.contains(source);
  }

  private void keep(String source, String text, Writer kept) throws IOException {
    kept.write(text);
    started |= !text.isEmpty();
    if (!text.isEmpty() && !NO_FACE.matcher(text).find()) {
      last = new PreviousResult(source, text);
    }
  }

  private static String source(String row) {
    return row.indexOf(',') > 0 ? withoutGuard(firstCell(row)) : "";
  }

  /** Cells that a spreadsheet would run as a formula are written with an apostrophe in front. */
  private static String withoutGuard(String cell) {
    boolean guarded =
        cell.length() > 1 && cell.charAt(0) == '\'' && "=+-@\t\r\n".indexOf(cell.charAt(1)) >= 0;
    return guarded ? cell.substring(1) : cell;
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
