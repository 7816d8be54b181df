package dev.mien.app.cli.analyze;

import dev.mien.app.cli.files.SiblingFiles;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What earlier runs wrote, to go on from: the output file, and what runs that were killed left
 * beside it. What they did not finish, a line that breaks off or an image with an error, is left
 * out and analysed again. Files may be larger than memory; the names of their images are kept.
 */
final class PreviousResults {
  private final Path target;
  private final OutputFormat format;
  private final Set<String> wanted;
  private final List<Path> leftovers;
  private final List<PreviousResult> samples = new ArrayList<>();
  private boolean started;

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
    this.leftovers = SiblingFiles.leftovers(target);
  }

  /**
   * Copies the complete results.
   *
   * @return the sources of the images that they are of
   * @throws IOException if a file cannot be read, or the output file holds something else
   */
  Set<String> copy(Writer out) throws IOException {
    KeptResults kept = new KeptResults(out);
    if (Files.isRegularFile(target)) {
      copy(target, false, kept);
    }
    for (Path leftover : leftovers) {
      copy(leftover, true, kept);
    }
    started = kept.isStarted();
    return kept.sources();
  }

  private void copy(Path file, boolean killed, KeptResults kept) throws IOException {
    samples.addAll(new PreviousFile(file, killed, wanted, kept).copy(format));
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
}
