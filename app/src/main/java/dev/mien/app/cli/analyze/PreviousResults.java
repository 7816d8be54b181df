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
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  private final Set<String> wanted;
  private final List<Path> leftovers;
  private final Set<String> sources = new LinkedHashSet<>();
  private boolean started;
  private FileTime written = FileTime.fromMillis(0);
  private final Set<String> failures = new HashSet<>();
  private final List<PreviousResult> samples = new ArrayList<>();
  private @Nullable PreviousResult last;
  private @Nullable PreviousResult lastWithFace;

  /**
   * Finds what is there; it may be nothing.
   *
   * @param target the output file
   * @param format JSON Lines or CSV
   * @param wanted paths of the images of this run: those that failed are tried again, and errors of
   *     others are kept
   */
  PreviousResults(Path target, OutputFormat format, Set<String> wanted) throws IOException {
    this.target = target;
    this.wanted = wanted;
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

  /**
   * Results by which a run with other options shows: of each file those of the last image and of
   * the last image with a face.
   */
  List<PreviousResult> samples() {
    return samples;
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
    last = null;
    lastWithFace = null;
    written = Files.getLastModifiedTime(file);
    try (RecordReader records = new RecordReader(file, format == OutputFormat.CSV)) {
      if (format == OutputFormat.CSV) {
        addCsv(records, killed, added, kept);
      } else {
        addJsonLines(records, added, kept);
      }
    }
    sources.addAll(added);
    Stream.of(last, lastWithFace).filter(Objects::nonNull).distinct().forEach(samples::add);
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
        boolean failed = result.has("error");
        if (failed && isKept(source)) {
          kept.write(line);
          started = true;
        } else if (!failed
            && !sources.contains(source)
            && !isChanged(source)
            && added.add(source)) {
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
    boolean leftOut = false;
    StringBuilder rows = new StringBuilder();
    for (String row = records.next(); row != null; row = records.next()) {
      String source = source(row);
      if (!source.equals(current)) {
        keep(current, rows.toString(), kept);
        rows.setLength(0);
        leftOut = added.contains(source) || isChanged(source);
        current = source;
      }
      boolean failed = isFailed(row);
      if (failed && isKept(source)) {
        kept.write(row);
      } else if (!failed && !source.isEmpty() && !leftOut && !sources.contains(source)) {
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

  /** Whether an error stays: that of an image which is not tried again. */
  private boolean isKept(String source) {
    return !source.isEmpty() && !wanted.contains(source) && failures.add(source);
  }

  /** Whether an image of this run is newer than the results in the file at hand. */
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

  private void keep(String source, String text, Writer kept) throws IOException {
    kept.write(text);
    started |= !text.isEmpty();
    if (!text.isEmpty()) {
      last = new PreviousResult(source, text);
      lastWithFace = NO_FACE.matcher(text).find() ? lastWithFace : last;
    }
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
