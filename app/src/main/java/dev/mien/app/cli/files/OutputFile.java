package dev.mien.app.cli.files;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Collection;

/**
 * A file that a command writes. It is checked before the work begins, written beside its place, and
 * moved there by {@link #commit} once complete: until then whatever is at its place stays as it is.
 * A device, a pipe and a file that others read while it grows ({@link #prepareInPlace}) are written
 * to directly. Not thread-safe.
 *
 * <pre>{@code
 * try (OutputFile report = OutputFile.prepare(target, FileKind.PAGE, inputs, false)) {
 *   Files.writeString(report.path(), text);
 *   report.commit();
 * }
 * }</pre>
 */
public final class OutputFile implements AutoCloseable {
  private final Path target;
  private final Path place;
  private final Path unfinished;
  private final Check check;
  private boolean kept;

  /** Whether an empty file was made at the place, which goes again unless it is committed. */
  private boolean made;

  private OutputFile(Path target, Path place, Path unfinished, Check check) {
    this.target = target;
    this.place = place;
    this.unfinished = unfinished;
    this.check = check;
  }

  /** That nothing of somebody else's is at the place. */
  private interface Check {
    void run() throws OutputException;
  }

  /**
   * Checks that a file can be written, and that nothing is lost by it.
   *
   * @param kind what will be written
   * @param inputs what the command reads
   * @param force whether an existing file of another kind may be replaced
   * @throws OutputException if the folder is not there or cannot be written to, if the target is a
   *     folder or one of the inputs (by whatever path or link), or if it exists and holds something
   *     of another kind
   */
  public static OutputFile prepare(
      Path target, FileKind kind, Collection<Path> inputs, boolean force) throws OutputException {
    Path place = OutputPlace.of(target, kind, inputs, force);
    if (OutputPlace.isDevice(target, place)) {
      return new OutputFile(target, target, target, () -> {});
    }
    Path unfinished = SiblingFiles.unfinished(place);
    create(target, () -> UnfinishedFiles.create(unfinished)); // What is written was made here.
    return new OutputFile(
        target, place, unfinished, () -> OutputPlace.requireKind(target, kind, force));
  }

  /**
   * Checks the same for a file that is written to at its place from the first byte on, so that
   * others can read it while it grows.
   *
   * @throws OutputException as {@link #prepare}
   */
  public static OutputFile prepareInPlace(
      Path target, FileKind kind, Collection<Path> inputs, boolean force) throws OutputException {
    Path place = OutputPlace.of(target, kind, inputs, force);
    boolean made = !Files.exists(place);
    if (made) {
      create(target, () -> Files.createFile(place));
    } else if (!Files.isWritable(place)) {
      throw new OutputException(target + " cannot be written: permission denied");
    }
    OutputFile file = new OutputFile(target, target, target, () -> {});
    file.made = made;
    return file;
  }

  private interface Creation {
    void run() throws IOException;
  }

  private static void create(Path target, Creation creation) throws OutputException {
    try {
      creation.run();
    } catch (IOException e) {
      throw FileErrors.notWritten(target, e);
    }
  }

  /** Whether it is a device or a pipe, which several outputs may share. */
  public boolean isDevice() {
    return OutputPlace.isDevice(target);
  }

  /** Where to write. */
  public Path path() {
    return unfinished;
  }

  /** Where the file will be. */
  public Path target() {
    return target;
  }

  /** Opens it as UTF-8 text. */
  public Writer writer() throws IOException {
    return Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8);
  }

  /**
   * Moves what was written to its place. Call it once all is written and closed.
   *
   * @return where it is now
   * @throws OutputException if that fails; the file that was there before is still there. If it
   *     came there since {@link #prepare} and is of another kind, what was written stays beside it.
   */
  public Path commit() throws OutputException {
    if (unfinished.equals(target)) {
      made = false;
      return target;
    }
    requireStillFree();
    try {
      takeOverPermissions();
      try {
        Files.move(
            unfinished, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(unfinished, place, StandardCopyOption.REPLACE_EXISTING);
      }
      UnfinishedFiles.release(unfinished);
      return target;
    } catch (IOException e) {
      throw new OutputException(target + " could not be written: " + FileErrors.reason(e), e);
    }
  }

  /**
   * Moves what was written until the work was stopped to its place, if nothing is there; if
   * something is, to a new file beside it, whose name says that it was stopped. What is written in
   * place stays where it is.
   *
   * @return where it is now
   * @throws OutputException if that fails; what was written stays under the name that the message
   *     has
   */
  public Path commitBeside() throws OutputException {
    if (unfinished.equals(target) || !isTaken()) {
      return commit();
    }
    try {
      takeOverPermissions();
      Path beside = SiblingFiles.createStopped(place);
      try {
        Files.move(unfinished, beside, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        Files.deleteIfExists(beside);
        throw e;
      }
      UnfinishedFiles.release(unfinished);
      Path named = target.resolveSibling(beside.getFileName()); // As the user wrote it.
      return OutputPlace.isSame(named, beside) ? named : beside;
    } catch (IOException e) {
      keepUnfinished();
      throw new OutputException(
          "what was done could not be put beside %s: %s; it is in %s"
              .formatted(target, FileErrors.reason(e), unfinished),
          e);
    }
  }

  private boolean isTaken() {
    return Files.exists(place) && place.toFile().length() > 0;
  }

  private void requireStillFree() throws OutputException {
    try {
      check.run();
    } catch (OutputException e) {
      keepUnfinished();
      throw new OutputException(
          e.getMessage() + "; it came there meanwhile, and what was written is in " + unfinished,
          e);
    }
  }

  /** A file that is replaced keeps its permissions. */
  private void takeOverPermissions() throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(unfinished, PosixFileAttributeView.class);
    if (view != null && Files.exists(place)) {
      view.setPermissions(Files.getPosixFilePermissions(place));
    }
  }

  /** Leaves what was written beside its place when it is closed, for a later run to go on from. */
  public void keepUnfinished() {
    kept = true;
    UnfinishedFiles.release(unfinished);
  }

  /** Removes what was written but not moved to its place. */
  @Override
  public void close() {
    if (made && target.toFile().length() == 0) {
      try {
        Files.deleteIfExists(target);
      } catch (IOException e) {
        // An empty file of ours stays.
      }
    }
    if (!kept && !unfinished.equals(target)) {
      try {
        Files.deleteIfExists(unfinished);
        UnfinishedFiles.release(unfinished);
      } catch (IOException e) {
        // It stays beside the target under a name of its own; nothing of the user is touched.
      }
    }
  }
}
