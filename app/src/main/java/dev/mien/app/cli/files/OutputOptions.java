package dev.mien.app.cli.files;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every command that writes files offers. */
public final class OutputOptions {
  @Option(
      names = "--force",
      description = "Replace an existing output file even if it holds something else.")
  private boolean force;

  /** Whether an existing file of another kind may be replaced. */
  public boolean force() {
    return force;
  }

  /**
   * Checks that a file can be written, as {@link OutputFile#prepare}.
   *
   * @throws OutputException if not
   */
  public OutputFile prepare(Path target, FileKind kind, Collection<Path> inputs)
      throws OutputException {
    return OutputFile.prepare(target, kind, inputs, force);
  }

  /**
   * Checks that a file can be written to at its place, as {@link OutputFile#prepareInPlace}.
   *
   * @throws OutputException if not
   */
  public OutputFile prepareInPlace(Path target, FileKind kind, Collection<Path> inputs)
      throws OutputException {
    return OutputFile.prepareInPlace(target, kind, inputs, force);
  }

  /**
   * Checks that a folder of reports can be written, as {@link ReportFolder#prepare}.
   *
   * @throws OutputException if not
   */
  public ReportFolder prepare(Path folder, Map<String, FileKind> files, Collection<Path> inputs)
      throws OutputException {
    return ReportFolder.prepare(folder, files, inputs, force);
  }
}
