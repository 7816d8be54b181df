package dev.mien.app.cli.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A folder of reports, files of known names, which are checked before the work begins and appear
 * one by one when they are complete, as {@link OutputFile}. Not thread-safe.
 */
public final class ReportFolder {
  private final Path folder;
  private final Map<String, FileKind> files;
  private final List<Path> inputs;
  private final boolean force;

  private ReportFolder(
      Path folder, Map<String, FileKind> files, Collection<Path> inputs, boolean force) {
    this.folder = folder;
    this.files = Map.copyOf(files);
    this.inputs = List.copyOf(inputs);
    this.force = force;
  }

  /**
   * Checks that the folder can be made, which the first report does, and each file written.
   *
   * @param files names and what they will hold
   * @param inputs what the command reads
   * @param force whether existing files of another kind may be replaced
   * @throws OutputException as {@link OutputFolder#prepare} and {@link OutputFile#prepare}
   */
  public static ReportFolder prepare(
      Path folder, Map<String, FileKind> files, Collection<Path> inputs, boolean force)
      throws OutputException {
    OutputFolder.check(folder, inputs);
    ReportFolder reports = new ReportFolder(folder, files, inputs, force);
    if (Files.isDirectory(folder)) {
      for (String name : files.keySet()) {
        reports.file(name).close();
      }
    }
    return reports;
  }

  private OutputFile file(String name) throws OutputException {
    FileKind kind = files.get(name);
    if (kind == null) {
      throw new IllegalArgumentException(name + " was not prepared");
    }
    return OutputFile.prepare(folder.resolve(name), kind, inputs, force);
  }

  /** Writes one of the files. */
  public void write(String name, byte[] content) throws IOException {
    OutputFolder.prepare(folder, inputs);
    try (OutputFile file = file(name)) {
      Files.write(file.path(), content);
      file.commit();
    }
  }

  /** Writes one of the files, as UTF-8. */
  public void write(String name, String text) throws IOException {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
