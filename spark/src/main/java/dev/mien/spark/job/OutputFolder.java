package dev.mien.spark.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Where a job writes. Rows gather in a hidden folder beside the output, piece by piece, and get
 * their place when all are there; {@code _SUCCESS} is written last. Whatever ends a job, there is
 * either the old output, or none, or the new one; {@code --resume} finds the pieces.
 */
final class OutputFolder {
  private static final String SUCCESS = "_SUCCESS";
  private static final String PART = "part-";
  private static final String SUFFIX = ".parquet";

  /** With which settings the rows were made; a hidden name, as those below. */
  private static final String SETTINGS = "_mien";

  /** In the pieces of a run that replaces the output. */
  private static final String REPLACES = "_replaces";

  private static final String UNFINISHED = "_mien.unfinished";

  private final FileSystem files;
  private final Path output;
  private final Path pieces;

  private OutputFolder(FileSystem files, Path output, Path pieces) {
    this.files = files;
    this.output = output;
    this.pieces = pieces;
  }

  /**
   * Names a folder; nothing is made yet.
   *
   * @throws UsageException if no folder can be called so
   */
  static OutputFolder of(String location, Configuration hadoop) throws IOException {
    Path output;
    FileSystem files;
    try {
      Path given = new Path(location);
      files = given.getFileSystem(hadoop);
      output = files.makeQualified(given);
    } catch (IllegalArgumentException e) {
      throw new UsageException(location + " is no name of a folder: " + e.getMessage());
    }
    Path parent = output.getParent();
    if (parent == null) {
      throw new UsageException(location + " cannot be replaced by an output");
    }
    // Names with an underscore are hidden from Spark and Hadoop.
    return new OutputFolder(files, output, new Path(parent, "_" + output.getName() + ".pieces"));
  }

  /** Where rows gather. */
  String pieces() {
    return pieces.toString();
  }

  /** The listed files that do not lie in the output. */
  Dataset<Row> without(Dataset<Row> listing) {
    return listing.where(functions.not(listing.col("path").startsWith(output + "/")));
  }

  /**
   * Gets ready to write.
   *
   * @param settings of the model and the analysis, which all rows of an output share
   * @throws UsageException if there is something that must not be overwritten, or rows were made
   *     with other settings
   */
  void begin(boolean resume, boolean force, String settings) throws IOException {
    boolean done = files.exists(output);
    boolean interrupted = files.exists(pieces);
    if (done) {
      checkOwn();
    }
    if (!resume && !force) {
      if (done) {
        throw new UsageException(
            output + " is there already; --force replaces it, --resume adds what it lacks");
      }
      if (interrupted) {
        throw new UsageException(
            "an earlier run for "
                + output
                + " was interrupted; --resume goes on with it, --force begins anew");
      }
    }
    if (interrupted && !resume) {
      files.delete(pieces, true);
    }
    if (resume) {
      requireSettings(pieces, settings);
      if (!replaces()) {
        requireSettings(output, settings);
      }
    }
    files.delete(new Path(pieces, "_temporary"), true); // Of tasks that were interrupted.
    if (force && done) {
      files.create(new Path(pieces, REPLACES), true).close(); // And the folder with it.
    }
    files.mkdirs(pieces);
    writeSettings(settings);
  }

  /** Whole or not at all. */
  private void writeSettings(String settings) throws IOException {
    Path file = new Path(pieces, SETTINGS);
    if (!files.exists(file)) {
      Path unfinished = new Path(pieces, UNFINISHED);
      try (OutputStream out = files.create(unfinished, true)) {
        out.write(settings.getBytes(StandardCharsets.UTF_8));
      }
      rename(unfinished, file);
    }
  }

  /** Whoever reads the rows could not tell which were made how. */
  private void requireSettings(Path folder, String settings) throws IOException {
    try (InputStream in = files.open(new Path(folder, SETTINGS))) {
      String before = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (!before.equals(settings)) {
        throw new UsageException(
            "the rows that are there were made otherwise (%s, and now %s): give the same settings, or --force"
                .formatted(before, settings));
      }
    } catch (FileNotFoundException e) {
      // Nothing is there, or an output of a version that did not say.
    }
  }

  /** Whether the pieces are of a run that replaces the output. */
  private boolean replaces() throws IOException {
    return files.exists(new Path(pieces, REPLACES));
  }

  /** Whatever else lies there is not ours to delete. */
  private void checkOwn() throws IOException {
    FileStatus[] entries = files.getFileStatus(output).isFile() ? null : files.listStatus(output);
    boolean own =
        entries != null
            && Arrays.stream(entries)
                .allMatch(entry -> entry.isFile() && isOwn(entry.getPath().getName()));
    if (!own) {
      throw new UsageException(output + " is no output of mien-spark, and stays as it is");
    }
  }

  private static boolean isOwn(String name) {
    return isMark(name)
        || (name.startsWith(".")
            && name.endsWith(".crc")
            && isMark(name.substring(1, name.length() - 4)))
        || (name.startsWith(PART) && name.endsWith(SUFFIX))
        || (name.startsWith("." + PART) && name.endsWith(SUFFIX + ".crc"));
  }

  private static boolean isMark(String name) {
    return List.of(SUCCESS, SETTINGS, UNFINISHED, REPLACES).contains(name);
  }

  /** The files whose rows are written, of earlier runs too, unless these are replaced. */
  List<String> written() throws IOException {
    List<String> parts = new ArrayList<>(parts(pieces));
    if (!replaces()) {
      parts.addAll(parts(output));
    }
    return parts;
  }

  private List<String> parts(Path folder) throws IOException {
    try {
      return Arrays.stream(files.listStatus(folder))
          .filter(entry -> entry.isFile() && entry.getPath().getName().startsWith(PART))
          .map(entry -> entry.getPath().toString())
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /** Gives the pieces their place: in that of the old output, or beside what it holds. */
  void finish() throws IOException {
    boolean replace = replaces();
    Path old = new Path(pieces.getParent(), "_" + output.getName() + ".old");
    if (replace && files.exists(output)) {
      files.delete(old, true);
      rename(output, old);
    }
    if (files.exists(output)) {
      // Each file is whole and its rows are in no other, so that an interruption loses nothing.
      files.delete(new Path(output, SUCCESS), false);
      for (String part : parts(pieces)) {
        Path from = new Path(part);
        rename(from, new Path(output, from.getName()));
      }
      Path settings = new Path(output, SETTINGS);
      if (!files.exists(settings)) { // Of a version that did not say.
        rename(new Path(pieces, SETTINGS), settings);
      }
      files.delete(pieces, true);
    } else {
      rename(pieces, output);
      files.delete(new Path(output, REPLACES), false);
    }
    files.create(new Path(output, SUCCESS), true).close();
    files.delete(old, true);
  }

  private void rename(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new UncheckedIOException(
          new IOException(from + " could not be renamed to " + to.getName()));
    }
  }
}
