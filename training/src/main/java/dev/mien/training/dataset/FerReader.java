package dev.mien.training.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads FER2013 as Kaggle gives it: {@code fer2013.csv} (emotion, pixels, Usage) or {@code
 * icml_face_data.csv} (emotion, Usage, pixels, with spaces in the header), plain or gzipped; and
 * beside it FER+'s {@code fer2013new.csv}, of which row i describes row i. Both name the part of
 * the data ({@code Usage}), which must agree in every row: files in another order are refused.
 */
public final class FerReader {
  private static final String USAGE = "Usage";
  private static final int GZIP_MAGIC_0 = 0x1f;
  private static final int GZIP_MAGIC_1 = 0x8b;

  private FerReader() {}

  /**
   * Reads the samples in file order.
   *
   * @param votesFile FER+'s votes, or null to go without
   * @throws IOException if a file cannot be read or a row cannot be understood; the message names
   *     file and row
   */
  public static List<Sample> read(Path dataFile, @Nullable Path votesFile) throws IOException {
    List<VotesRow> votes = votesFile == null ? List.of() : readVotes(votesFile);
    List<Sample> samples = new ArrayList<>();
    try (LineReader reader = open(dataFile)) {
      Header header = Header.parse(dataFile, reader.readLine(), "emotion", "pixels", USAGE);
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int row = samples.size();
        if (votesFile != null && row >= votes.size()) {
          throw new IOException(votesFile + " has fewer rows than " + dataFile);
        }
        try {
          String[] cells = header.cells(line);
          String usage = cells[2].strip();
          if (votesFile != null) {
            votes.get(row).requireUsage(usage);
          }
          samples.add(
              new Sample(
                  row,
                  pixels(cells[1]),
                  label(cells[0].strip()),
                  votesFile == null ? null : votes.get(row).votes(),
                  Split.ofUsage(usage)));
        } catch (IllegalArgumentException e) {
          throw new IOException(dataFile + ", row " + row + ": " + e.getMessage(), e);
        }
      }
    }
    if (votesFile != null && votes.size() != samples.size()) {
      throw new IOException(
          votesFile + " has " + votes.size() + " rows but " + dataFile + " has " + samples.size());
    }
    return samples;
  }

  /**
   * A row of FER+'s file.
   *
   * @param usage the part of the data, or null if the file does not say
   */
  private record VotesRow(Votes votes, @Nullable String usage) {
    void requireUsage(String other) {
      if (usage != null && !usage.equals(other)) {
        throw new IllegalArgumentException(
            "it is in part \"%s\", in the file of votes in part \"%s\": the two files are not in the same order"
                .formatted(other, usage));
      }
    }
  }

  private static List<VotesRow> readVotes(Path file) throws IOException {
    String[] names = {
      "neutral",
      "happiness",
      "surprise",
      "sadness",
      "anger",
      "disgust",
      "fear",
      "contempt",
      "unknown",
      "NF"
    };
    List<VotesRow> votes = new ArrayList<>();
    try (LineReader reader = open(file)) {
      String first = reader.readLine();
      Header header = Header.parse(file, first, names);
      Header usage = Header.has(first, USAGE) ? Header.parse(file, first, USAGE) : null;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        try {
          votes.add(
              new VotesRow(
                  new Votes(
                      Arrays.stream(header.cells(line))
                          .mapToInt(cell -> Integer.parseInt(cell.strip()))
                          .toArray()),
                  usage == null ? null : usage.cells(line)[0].strip()));
        } catch (IllegalArgumentException e) {
          throw new IOException(file + ", row " + votes.size() + ": " + e.getMessage(), e);
        }
      }
    }
    return votes;
  }

  private static int label(String cell) {
    int label = Integer.parseInt(cell);
    if (label < 0) {
      throw new IllegalArgumentException("label " + label + " is not between 0 and 6");
    }
    return label;
  }

  private static byte[] pixels(String cell) {
    byte[] pixels = new byte[Sample.SIZE * Sample.SIZE];
    int count = 0;
    int value = -1;
    for (int i = 0; i <= cell.length(); i++) {
      char c = i < cell.length() ? cell.charAt(i) : ' ';
      if (c >= '0' && c <= '9') {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          throw new IllegalArgumentException("a grey value is above 255");
        }
      } else if (c == ' ' && value >= 0) {
        if (count == pixels.length) {
          throw new IllegalArgumentException("more than " + pixels.length + " pixels");
        }
        pixels[count++] = (byte) value;
        value = -1;
      } else if (c != ' ' && c != '"') {
        throw new IllegalArgumentException("a pixel is not a number");
      }
    }
    if (count != pixels.length) {
      throw new IllegalArgumentException(count + " pixels instead of " + pixels.length);
    }
    return pixels;
  }

  private static LineReader open(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + " is no regular file");
    }
    InputStream raw;
    try {
      raw = Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
    PushbackInputStream peek = new PushbackInputStream(raw, 2);
    byte[] magic = peek.readNBytes(2);
    peek.unread(magic);
    boolean gzipped =
        magic.length == 2 && (magic[0] & 0xff) == GZIP_MAGIC_0 && (magic[1] & 0xff) == GZIP_MAGIC_1;
    InputStream plain = gzipped ? new GZIPInputStream(peek, 1 << 16) : peek;
    return new LineReader(
        file, new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8), 1 << 16));
  }

  /** Where the wanted columns stand in a file whose columns may come in any order. */
  private record Header(int[] positions) {
    static Header parse(Path file, @Nullable String line, String... wanted) throws IOException {
      if (line == null) {
        throw new IOException(file + " is empty");
      }
      List<String> names = names(line);
      int[] positions = new int[wanted.length];
      for (int i = 0; i < wanted.length; i++) {
        positions[i] = names.indexOf(wanted[i]);
        if (positions[i] < 0) {
          throw new IOException(
              file
                  + " has no column \""
                  + wanted[i]
                  + "\"; its first line is: "
                  + abbreviate(line)
                  + " (a list of image files has the columns path and label, with commas between)");
        }
      }
      return new Header(positions);
    }

    private static List<String> names(String line) {
      return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    static boolean has(@Nullable String line, String name) {
      return line != null && names(line).contains(name);
    }

    String[] cells(String line) {
      String[] all = line.split(",", -1);
      String[] picked = new String[positions.length];
      for (int i = 0; i < picked.length; i++) {
        if (positions[i] >= all.length) {
          throw new IllegalArgumentException("only " + all.length + " columns");
        }
        picked[i] = all[positions[i]];
      }
      return picked;
    }

    private static String abbreviate(String line) {
      return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
  }
}
