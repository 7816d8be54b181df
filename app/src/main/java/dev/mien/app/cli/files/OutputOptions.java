package dev.mien.app.cli.files;

import java.nio.file.Path;
import java.util.Collection;
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
  public OutputFile prepare(Path target, Collection<Path> inputs) throws OutputException {
    return OutputFile.prepare(target, inputs, force);
  }

  /**
   * Checks that a file can be written to at its place, as {@link OutputFile#prepareInPlace}.
   *
   * @throws OutputException if not
   */
  public OutputFile prepareInPlace(Path target, Collection<Path> inputs) throws OutputException {
    return OutputFile.prepareInPlace(target, inputs, force);
  }
}
