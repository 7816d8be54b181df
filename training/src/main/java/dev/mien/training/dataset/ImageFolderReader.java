package dev.mien.training.dataset;

import dev.mien.expression.Emotion;
import dev.mien.image.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads images from folders: one folder per class, by any of its usual names, and above these, if
 * the set is divided, one folder per split ({@code train}, {@code val}, {@code test}). An undivided
 * set is a test set.
 *
 * <p>File names as in CK+48 ({@code S010_004_00000017.png}: subject, sequence, frame) name the
 * subject and the sequence. Images up to 256 pixels are taken as crops of one face; in larger ones
 * the face is found and aligned, as in any photo.
 */
public final class ImageFolderReader {
  private final Path root;
  private final FaceImages images;
  private final Consumer<String> problems;
  private final List<Sample> samples = new ArrayList<>();

  private ImageFolderReader(Path root, FaceImages images, Consumer<String> problems) {
    this.root = root;
    this.images = images;
    this.problems = problems;
  }

  /**
   * Reads a folder, classes and files by name.
   *
   * @param images reads the files
   * @param problems receives a sentence for each image that cannot be read, or lies where none is
   *     expected, and is left out
   * @throws IOException if a folder's name means no class or no image can be read
   */
  public static List<Sample> read(Path folder, FaceImages images, Consumer<String> problems)
      throws IOException {
    ImageFolderReader reader = new ImageFolderReader(folder, images, problems);
    List<Path> folders = list(folder, Files::isDirectory);
    boolean divided =
        !folders.isEmpty()
            && folders.stream().allMatch(part -> Split.named(fileName(part)).isPresent());
    if (divided) {
      for (Path part : folders) {
        reader.readClasses(part, Split.named(fileName(part)).orElseThrow());
      }
    } else {
      reader.readClasses(folder, Split.TEST);
    }
    if (reader.samples.isEmpty()) {
      throw new IOException(
          folder + " holds no images in folders that are called after expressions");
    }
    return reader.samples;
  }

  private void readClasses(Path folder, Split split) throws IOException {
    reportImages(folder, "lies in no folder of an expression");
    for (Path classFolder : list(folder, Files::isDirectory)) {
      Emotion emotion =
          ClassNames.emotion(fileName(classFolder))
              .orElseThrow(
                  () ->
                      new IOException(
                          "the folder %s is not called after an expression; known are %s"
                              .formatted(classFolder, ClassNames.known())));
      for (Path file : list(classFolder, path -> FaceImages.isImage(fileName(path)))) {
        readImage(file, emotion, split);
      }
      for (Path deeper : list(classFolder, Files::isDirectory)) {
        reportImages(deeper, "lies deeper than in the folder of its expression");
      }
    }
  }

  /** Images where none are read. */
  private void reportImages(Path folder, String why) throws IOException {
    for (Path file : list(folder, path -> FaceImages.isImage(fileName(path)))) {
      problems.accept(file + ": it " + why);
    }
  }

  private void readImage(Path file, Emotion emotion, Split split) {
    try {
      samples.add(
          new Sample(
              samples.size(),
              images.crop(file),
              Emotion.FER2013_ORDER.indexOf(emotion),
              Votes.unanimous(emotion),
              split,
              FileNames.origin(root.relativize(file).toString(), fileName(file))));
    } catch (ImageException e) {
      problems.accept(file + ": " + e.getMessage());
    }
  }

  private static String fileName(Path path) {
    return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
  }

  @FunctionalInterface
  private interface Filter {
    boolean accepts(Path path);
  }

  private static List<Path> list(Path folder, Filter filter) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> !fileName(path).startsWith(".") && filter.accepts(path))
          .sorted()
          .toList();
    }
  }
}
