package dev.mien.app.cli.live;

import dev.mien.app.cli.files.FileKind;
import dev.mien.app.cli.files.Fonts;
import dev.mien.app.cli.files.OutputException;
import dev.mien.app.cli.files.OutputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of one film or camera, checked before the work begins.
 *
 * @param outputs what the user asked for
 * @param rows a row for each face and frame
 * @param film with boxes, labels and bars
 * @param report a page
 * @param events a line of JSON each; of what is live written in place, so that it can be followed
 */
record LiveFiles(
    LiveOutputs outputs,
    @Nullable OutputFile rows,
    @Nullable OutputFile film,
    @Nullable OutputFile report,
    @Nullable OutputFile events)
    implements AutoCloseable {

  /**
   * Checks them all.
   *
   * @param inputs what is read
   * @param live whether the source is followed as it goes on
   * @throws OutputException if one cannot be written, is an input, or two are the same
   */
  static LiveFiles prepare(LiveOutputs outputs, List<Path> inputs, boolean live)
      throws OutputException {
    List<Path> taken = new ArrayList<>(inputs);
    if (outputs.annotated() != null) {
      Fonts.require();
    }
    return new LiveFiles(
        outputs,
        prepare(outputs.out(), outputs.rowKind(), taken, outputs::prepare),
        prepare(outputs.annotated(), FileKind.FILM, taken, outputs::prepare),
        prepare(outputs.report(), FileKind.PAGE, taken, outputs::prepare),
        prepare(
            outputs.events(),
            FileKind.RESULTS,
            taken,
            live ? outputs::prepareInPlace : outputs::prepare));
  }

  @FunctionalInterface
  private interface Preparation {
    OutputFile prepare(Path target, FileKind kind, List<Path> taken) throws OutputException;
  }

  /** Each is none of those before, unless it is a device. */
  private static @Nullable OutputFile prepare(
      @Nullable Path target, FileKind kind, List<Path> taken, Preparation preparation)
      throws OutputException {
    if (target == null) {
      return null;
    }
    OutputFile file = preparation.prepare(target, kind, taken);
    if (!file.isDevice()) {
      taken.add(target);
    }
    return file;
  }

  @Override
  public void close() {
    Stream.of(rows, film, report, events).filter(Objects::nonNull).forEach(OutputFile::close);
  }
}
