package dev.mien.training.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.mien.expression.Emotion;
import dev.mien.image.ImageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a data set that a CSV file lists (RFC 4180, UTF-8): columns {@code path} (relative to the
 * file's folder) and {@code label} (an expression by any of its usual names), optionally {@code
 * subject}, {@code sequence} and {@code split} ({@code train}, {@code val}, {@code test}); every
 * other column is a property of the image to group by. Without splits all is a test set; some rows
 * with and some without are refused.
 */
public final class ManifestReader {
  private static final String PATH = "path";
  private static final String LABEL = "label";
  private static final String SUBJECT = "subject";
  private static final String SEQUENCE = "sequence";
  private static final String SPLIT = "split";
  private static final List<String> KNOWN = List.of(PATH, LABEL, SUBJECT, SEQUENCE, SPLIT);
  private static final int MAX_ROWS = 2_000_000;

  private static final CsvMapper CSV =
      CsvMapper.builder(
              CsvFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(LineReader.MAX_LINE).build())
                  .build())
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  private final Path file;
  private final FaceImages images;
  private final Consumer<String> problems;
  private final List<Sample> samples = new ArrayList<>();
  private @Nullable String firstProblem;
  private int rowWithoutSplit;
  private boolean hasSplits;

  private ManifestReader(Path file, FaceImages images, Consumer<String> problems) {
    this.file = file;
    this.images = images;
    this.problems = problems;
  }

  /** Whether a file is a manifest, by its first line; a data set as FER2013 has other columns. */
  public static boolean isManifest(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    char[] start = new char[4096];
    int length = 0;
    // Not UTF-8, so that the bytes of a compressed file do not fail.
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (int n = 0; n >= 0 && length < start.length; length += Math.max(0, n)) {
        n = reader.read(start, length, start.length - length);
      }
    }
    String line = new String(start, 0, length).lines().findFirst().orElse("");
    List<String> names =
        Arrays.stream(line.replace("\u00ef\u00bb\u00bf", "").split(",", -1))
            .map(cell -> cell.strip().replace("\"", ""))
            .toList();
    return names.contains(PATH) && names.contains(LABEL);
  }

  /**
   * Reads the listed images in the order of the rows.
   *
   * @param images reads the files
   * @param problems receives a sentence for each image that cannot be read and is left out
   * @throws IOException if a row cannot be understood, with its number (the first after the header
   *     is 1), or no image can be read
   */
  public static List<Sample> read(Path file, FaceImages images, Consumer<String> problems)
      throws IOException {
    ManifestReader reader = new ManifestReader(file, images, problems);
    try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        MappingIterator<String[]> rows = CSV.readerFor(String[].class).readValues(text)) {
      String[] header = rows.hasNext() ? rows.next() : new String[0];
      List<String> columns = reader.columns(header);
      for (int row = 1; rows.hasNext(); row++) {
        if (row > MAX_ROWS) {
          throw new IOException("%s has more than %,d rows".formatted(file, MAX_ROWS));
        }
        reader.add(row, columns, rows.next());
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8 text", e);
    } catch (RuntimeJsonMappingException | JsonProcessingException e) {
      throw new IOException(
          "%s cannot be understood after %,d images: is a quote missing, or a cell longer than %,d characters?"
              .formatted(file, reader.samples.size(), LineReader.MAX_LINE),
          e);
    }
    reader.requireSplits();
    if (reader.samples.isEmpty()) {
      String reason = reader.firstProblem;
      throw new IOException(
          file + " lists no image that can be read" + (reason == null ? "" : ": " + reason));
    }
    return reader.samples;
  }

  private List<String> columns(String[] header) throws IOException {
    List<String> columns = new ArrayList<>();
    for (String cell : header) {
      String name = cell.replace("\ufeff", "").strip();
      if (columns.contains(name)) {
        throw new IOException(file + " has two columns \"" + name + "\"");
      }
      columns.add(name);
    }
    return columns;
  }

  private void add(int row, List<String> columns, String[] cells) throws IOException {
    if (cells.length != columns.size()) {
      throw new IOException(
          "%s, row %d: %d cells under %d columns"
              .formatted(file, row, cells.length, columns.size()));
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < cells.length; i++) {
      values.put(columns.get(i), cells[i]);
    }
    String path = values.getOrDefault(PATH, "");
    Emotion emotion = emotion(row, values.getOrDefault(LABEL, ""));
    Split split = split(row, values.getOrDefault(SPLIT, ""));
    Path image = image(row, path);
    Origin named = FileNames.origin(path, String.valueOf(image.getFileName()));
    String subject = orElse(values.get(SUBJECT), named.subject());
    String sequence = orElse(values.get(SEQUENCE), named.sequence());
    values.keySet().removeAll(KNOWN);
    values.values().removeIf(String::isEmpty);
    try {
      samples.add(
          new Sample(
              samples.size(),
              images.crop(image),
              Emotion.FER2013_ORDER.indexOf(emotion),
              Votes.unanimous(emotion),
              split,
              new Origin(path, subject, sequence, values)));
    } catch (ImageException e) {
      String problem = path + ": " + e.getMessage();
      firstProblem = firstProblem == null ? problem : firstProblem;
      problems.accept(problem);
    }
  }

  /** An image without a split among images with one would be a test image by accident. */
  private void requireSplits() throws IOException {
    if (rowWithoutSplit > 0 && hasSplits) {
      throw new IOException(
          "%s, row %d: the split is empty, while other rows have one"
              .formatted(file, rowWithoutSplit));
    }
  }

  private static @Nullable String orElse(@Nullable String value, @Nullable String otherwise) {
    return value == null || value.isEmpty() ? otherwise : value;
  }

  private Emotion emotion(int row, String label) throws IOException {
    return ClassNames.emotion(label)
        .orElseThrow(
            () ->
                new IOException(
                    "%s, row %d: the label \"%s\" is no expression; known are %s"
                        .formatted(file, row, label, ClassNames.known())));
  }

  private Split split(int row, String name) throws IOException {
    if (name.isEmpty() && rowWithoutSplit == 0) {
      rowWithoutSplit = row;
    }
    hasSplits |= !name.isEmpty();
    return name.isEmpty()
        ? Split.TEST
        : Split.named(name)
            .orElseThrow(
                () ->
                    new IOException(
                        "%s, row %d: the split \"%s\" is not train, val or test"
                            .formatted(file, row, name)));
  }

  private Path image(int row, String path) throws IOException {
    if (path.isBlank()) {
      throw new IOException("%s, row %d: the path is empty".formatted(file, row));
    }
    try {
      return file.resolveSibling(path);
    } catch (InvalidPathException e) {
      throw new IOException("%s, row %d: \"%s\" is no path".formatted(file, row, path), e);
    }
  }
}
