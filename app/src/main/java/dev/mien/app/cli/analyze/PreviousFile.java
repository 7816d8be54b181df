package dev.mien.app.cli.analyze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.output.ResultCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that an earlier run wrote, while its complete results are copied: once, by one thread.
 * Left out are images that have results already, images that are newer than the file, and errors of
 * images that are tried again.
 */
final class PreviousFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String FOREIGN =
      "--resume goes on with results of Mien, which this file does not hold";

  /** JSON without faces, or a row whose cells from the fourth on are empty. */
  private static final Pattern NO_FACE = Pattern.compile("\"faces\":\\[]|,{10}");

  private final Path file;
  private final FileTime written;
  private final boolean killed;
  private final Set<String> wanted;
  private final KeptResults kept;
  private final Set<String> added = new LinkedHashSet<>();
  private @Nullable PreviousResult last;
  private @Nullable PreviousResult lastWithFace;

  /**
   * Reads when it was written.
   *
   * @param killed whether the run may have ended between two rows of an image
   * @param wanted paths of the images that are tried again if they failed
   * @param kept where complete results go
   */
  PreviousFile(Path file, boolean killed, Set<String> wanted, KeptResults kept) throws IOException {
    this.file = file;
    this.killed = killed;
    this.wanted = wanted;
    this.kept = kept;
    written = Files.getLastModifiedTime(file);
  }

  /**
   * Copies.
   *
   * @return the results of the last image and of the last image with a face
   * @throws IOException if the file cannot be read or holds something else
   */
  List<PreviousResult> copy(OutputFormat format) throws IOException {
    try (RecordReader records = new RecordReader(file, format == OutputFormat.CSV)) {
      if (format == OutputFormat.CSV) {
        copyCsv(records);
      } else {
        copyJsonLines(records);
      }
    }
    kept.add(added);
    return Stream.of(last, lastWithFace).filter(Objects::nonNull).distinct().toList();
  }

  private void copyJsonLines(RecordReader records) throws IOException {
    for (String line = records.next(); line != null; line = records.next()) {
      try {
        JsonNode result = JSON.readTree(line);
        if (!result.has("source") && !isOfStandardInput(result)) {
          throw new IOException(FOREIGN);
        }
        String source = result.path("source").asText();
        boolean failed = result.has("error");
        if (failed && isNotTriedAgain(source)) {
          kept.writeFailure(source, line);
        } else if (!failed && !source.isEmpty() && isNew(source) && added.add(source)) {
          copyResult(source, line);
        }
      } catch (JsonProcessingException e) {
        // A line that was not finished: its image is analysed again.
      }
    }
  }

  /** An image without a name; frames of films, which have none either, have a time. */
  private static boolean isOfStandardInput(JsonNode result) {
    return result.has("schema")
        && !result.has("time")
        && (result.has("faces") || result.has("error"));
  }

  private void copyCsv(RecordReader records) throws IOException {
    String header = records.next();
    if (header == null) {
      return;
    }
    if (!header.strip().equals(ResultCsv.header())) {
      throw new IOException(FOREIGN);
    }
    kept.writeHeader(header);
    // The rows of one image are copied together: a run that was killed may have written some only.
    String current = "";
    boolean leftOut = false;
    StringBuilder rows = new StringBuilder();
    for (String row = records.next(); row != null; row = records.next()) {
      String source = source(row);
      if (!source.equals(current)) {
        copyResult(current, rows.toString());
        rows.setLength(0);
        leftOut = added.contains(source) || !isNew(source);
        current = source;
      }
      boolean failed = isFailed(row);
      if (failed && isNotTriedAgain(source)) {
        kept.writeFailure(source, row);
      } else if (!failed && !source.isEmpty() && !leftOut) {
        added.add(source);
        rows.append(row);
      }
    }
    if (killed || records.isBrokenOff()) {
      added.remove(current);
    } else {
      copyResult(current, rows.toString());
    }
  }

  private void copyResult(String source, String text) throws IOException {
    kept.write(text);
    if (!text.isEmpty()) {
      last = new PreviousResult(source, text);
      lastWithFace = NO_FACE.matcher(text).find() ? lastWithFace : last;
    }
  }

  private boolean isNotTriedAgain(String source) {
    return !source.isEmpty() && !wanted.contains(source);
  }

  /** Whether no earlier file has its results, and the image is no newer than this one. */
  private boolean isNew(String source) {
    return !kept.contains(source) && !isChanged(source);
  }

  private boolean isChanged(String source) {
    try {
      return wanted.contains(source)
          && Files.getLastModifiedTime(Path.of(source)).compareTo(written) > 0;
    } catch (IOException e) {
      return false; // What cannot be reached keeps its results.
    }
  }

  /** The last column says why. */
  private static boolean isFailed(String row) {
    return !row.stripTrailing().endsWith(",");
  }

  private static String source(String row) {
    return row.indexOf(',') > 0 ? ResultCsv.source(firstCell(row)) : "";
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
