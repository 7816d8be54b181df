package dev.mien.app.cli.analyze;

import dev.mien.ImageResult;
import dev.mien.Mien;
import dev.mien.app.cli.console.Progress;
import dev.mien.app.cli.console.StopSignal;
import dev.mien.image.ImageException;
import dev.mien.image.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries results to where the user wants them, and counts. For one thread. */
final class AnalyzeRun {
  private final Mien mien;
  private final ResultWriter writer;
  private final @Nullable AnnotatedFolder folder;
  private final Progress progress;
  private final Consumer<String> problems;
  private int images;
  private int faces;
  private int failures;

  /**
   * @param problems receives a sentence for every annotated picture that cannot be written, or not
   *     under the name of its image; the result itself stays as it is
   */
  AnalyzeRun(
      Mien mien,
      ResultWriter writer,
      @Nullable AnnotatedFolder folder,
      Progress progress,
      Consumer<String> problems) {
    this.mien = mien;
    this.writer = writer;
    this.folder = folder;
    this.progress = progress;
    this.problems = problems;
  }

  /** Analyses files until all are done or the work is to end. */
  void analyze(Iterable<Path> files, StopSignal signal) {
    mien.analyzeAll(
        signal.until(files),
        (result, image) -> {
          accept(result, image, () -> Files.newInputStream(Path.of(result.source())));
          progress.step(1);
        });
  }

  /** Analyses the content of an image file. */
  void analyze(byte[] file) {
    try {
      RgbImage image = mien.read(file);
      accept(mien.analyze(image), image, () -> new ByteArrayInputStream(file));
    } catch (ImageException e) {
      accept(
          ImageResult.failed("", String.valueOf(e.getMessage())),
          null,
          InputStream::nullInputStream);
    }
  }

  @FunctionalInterface
  private interface Content {
    InputStream open() throws IOException;
  }

  private void accept(ImageResult result, @Nullable RgbImage image, Content content) {
    images++;
    faces += result.faces().size();
    boolean failed = result.hasError();
    writer.write(result);
    if (folder != null && image != null) {
      try {
        AnnotatedFolder.Picture picture = folder.write(result, image, mark(content));
        if (picture.renamed()) {
          problems.accept(
              "the annotated picture of %s is %s, because a picture of another image has its name"
                  .formatted(result.source(), picture.file()));
        }
      } catch (IOException e) {
        failed = true;
        problems.accept(
            "the annotated picture of %s could not be written: %s"
                .formatted(result.source(), e.getMessage()));
      }
    }
    failures += failed ? 1 : 0;
  }

  private static MarkedPicture mark(Content content) {
    try (InputStream file = content.open()) {
      return MarkedPicture.of(file);
    } catch (IOException e) {
      return MarkedPicture.UNKNOWN; // It went away meanwhile.
    }
  }

  int images() {
    return images;
  }

  int faces() {
    return faces;
  }

  int failures() {
    return failures;
  }
}
