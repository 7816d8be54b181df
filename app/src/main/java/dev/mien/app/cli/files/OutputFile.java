package dev.mien.app.cli.files;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  /** How the names of unfinished files begin, beside their place. */
  private static final String PART = ".part-";

  /** Bytes of a name that always fit behind the beginning: file systems allow 255 in all. */
  private static final int LONGEST_ENDING = 200;

  private static final List<Path> DEVICES = List.of(Path.of("/dev"), Path.of("/proc"));

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
    Path place = checked(target, kind, inputs, force);
    if (isDevice(target, place)) {
      return new OutputFile(target, target, target, () -> {});
    }
    Path unfinished = unfinished(place);
    create(target, () -> UnfinishedFiles.create(unfinished)); // What is written was made here.
    return new OutputFile(target, place, unfinished, () -> requireKind(target, kind, force));
  }

  /**
   * Checks the same for a file that is written to at its place from the first byte on, so that
   * others can read it while it grows.
   *
   * @throws OutputException as {@link #prepare}
   */
  public static OutputFile prepareInPlace(
      Path target, FileKind kind, Collection<Path> inputs, boolean force) throws OutputException {
    Path place = checked(target, kind, inputs, force);
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
      throw notWritten(target, e);
    }
  }

  private static OutputException notWritten(Path target, IOException cause) {
    return new OutputException(target + " cannot be written: " + FileErrors.reason(cause), cause);
  }

  /** Where the file will be, once it is known that nothing is lost by it. */
  private static Path checked(Path target, FileKind kind, Collection<Path> inputs, boolean force)
      throws OutputException {
    if (Files.isDirectory(target)) {
      throw new OutputException(target + " is a folder, not a file that can be written");
    }
    requireNoInput(target, inputs);
    Path place = behindLinks(target);
    if (isDevice(target, place)) {
      return place;
    }
    Path folder = place.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new OutputException("there is no folder " + folder + " for " + target.getFileName());
    }
    requireKind(target, kind, force);
    return place;
  }

  /** Whether a name is that of a device or a pipe, which takes everything. */
  public static boolean isDevice(Path target) {
    return isDevice(target, target);
  }

  private static boolean isDevice(Path target, Path place) {
    return (Files.exists(place) && !Files.isRegularFile(place))
        || DEVICES.stream().anyMatch(device -> target.toAbsolutePath().startsWith(device));
  }

  /** The process is part of the name: what a process that was killed left can be recognised. */
  private static Path unfinished(Path place) {
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    String begin = PART + ProcessHandle.current().pid() + "-" + random + "-";
    // The name keeps its ending: it tells writers of films and pictures what to write.
    return place.resolveSibling(begin + ending(place));
  }

  /** As much of the end of a name as fits. */
  private static String ending(Path place) {
    String name = String.valueOf(place.getFileName());
    int start = 0;
    while (name.substring(start).getBytes(StandardCharsets.UTF_8).length > LONGEST_ENDING) {
      start = name.offsetByCodePoints(start, 1);
    }
    return name.substring(start);
  }

  /**
   * What processes that are no longer there left of this file, the oldest first: they were killed,
   * or {@linkplain #keepUnfinished kept it}.
   */
  public static List<Path> leftovers(Path target) throws IOException {
    Path place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    Path folder = place.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    Pattern name =
        Pattern.compile(
            Pattern.quote(PART) + "(\\d{1,10})-[0-9a-f]{1,16}-" + Pattern.quote(ending(place)));
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher matcher = name.matcher(String.valueOf(file.getFileName()));
        if (matcher.matches()
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && isOwn(file)
            && !isAlive(Long.parseLong(matcher.group(1)))) {
          found.add(file);
        }
      }
    }
    found.sort(Comparator.comparing(file -> file.toFile().lastModified()));
    return found;
  }

  /** In a folder that several people share, another one's file is not gone on from. */
  private static boolean isOwn(Path file) {
    try {
      return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS)
          .getName()
          .equals(System.getProperty("user.name"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean isAlive(long process) {
    return process != ProcessHandle.current().pid()
        && ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
  }

  /**
   * Checks that a file is none of the inputs, by whatever path or link.
   *
   * @throws OutputException if it is
   */
  static void requireNoInput(Path target, Collection<Path> inputs) throws OutputException {
    for (Path input : inputs) {
      if (isSame(target, input)) {
        throw new OutputException(
            target + " is one of the inputs, which are never overwritten: name another file");
      }
    }
  }

  /** What a link leads to is replaced, not the link. */
  private static Path behindLinks(Path target) throws OutputException {
    try {
      return Files.exists(target) ? target.toRealPath() : target;
    } catch (IOException e) {
      throw notWritten(target, e);
    }
  }

  private static boolean isSame(Path target, Path input) {
    try {
      return target.toAbsolutePath().normalize().equals(input.toAbsolutePath().normalize())
          || (Files.exists(target) && Files.exists(input) && Files.isSameFile(target, input));
    } catch (IOException e) {
      return false; // What cannot be reached is no input.
    }
  }

  private static void requireKind(Path target, FileKind kind, boolean force)
      throws OutputException {
    if (force || !Files.exists(target)) {
      return;
    }
    FileKind there;
    try {
      there = FileKind.of(target);
    } catch (IOException e) {
      throw new OutputException(target + " cannot be replaced: " + FileErrors.reason(e), e);
    }
    if (there != FileKind.EMPTY && there != kind) {
      throw new OutputException(
          target + " exists and is " + there.title() + ": add --force to replace it");
    }
  }

  /** Whether it is a device or a pipe, which several outputs may share. */
  public boolean isDevice() {
    return isDevice(target, target);
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
      Path beside = createBeside();
      try {
        Files.move(unfinished, beside, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        Files.deleteIfExists(beside);
        throw e;
      }
      UnfinishedFiles.release(unfinished);
      Path named = target.resolveSibling(beside.getFileName()); // As the user wrote it.
      return isSame(named, beside) ? named : beside;
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

  /** A name that nobody has, and from now on nobody else gets. */
  private Path createBeside() throws IOException {
    for (int i = 1; ; i++) {
      try {
        return Files.createFile(stopped(place, i));
      } catch (FileAlreadyExistsException e) {
        // The next number.
      }
    }
  }

  private static Path stopped(Path target, int number) {
    String name = String.valueOf(target.getFileName());
    int dot = name.lastIndexOf('.');
    int end = dot > 0 ? dot : name.length();
    String count = number == 1 ? "" : "-" + number;
    return target.resolveSibling(name.substring(0, end) + "-stopped" + count + name.substring(end));
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
