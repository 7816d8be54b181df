package dev.mien.training.dataset;

import dev.mien.expression.Emotion;
import dev.mien.face.AlignmentTemplate;
import dev.mien.face.Face;
import dev.mien.face.FaceAligner;
import dev.mien.image.ImageException;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads images from folders: one folder per class, by any of its usual names, and above these, if
 * the set is divided, one folder per split ({@code train}, {@code val}, {@code test}). An undivided
 * set is a test set.
 *
 * <p>File names as in CK+48 ({@code S010_004_00000017.png}: subject, sequence, frame) name the
 * subject. Images up to {@value #LARGEST_CROP} pixels are taken as crops of one face; in larger
 * ones the face is found and aligned, as in any photo.
 */
public final class ImageFolderReader {
  private static final int LARGEST_CROP = 256;
  private static final Pattern SUBJECT = Pattern.compile("(S\\d+)_\\d+_\\d+\\..+");
  private static final Pattern IMAGE =
      Pattern.compile(".+\\.(png|jpe?g|bmp|gif|tiff?|webp|pgm|ppm)", Pattern.CASE_INSENSITIVE);
  private static final Map<String, Split> SPLITS =
      Map.of(
          "train", Split.TRAINING,
          "training", Split.TRAINING,
          "val", Split.VALIDATION,
          "valid", Split.VALIDATION,
          "validation", Split.VALIDATION,
          "test", Split.TEST);

  private final ImageReader images = new ImageReader(ImageReader.DEFAULT_MAX_PIXELS);
  private final Function<RgbImage, List<Face>> detector;
  private final FaceAligner aligner = new FaceAligner(AlignmentTemplate.FER2013, Sample.SIZE);
  private final Consumer<String> problems;
  private final List<Sample> samples = new ArrayList<>();

  private ImageFolderReader(Function<RgbImage, List<Face>> detector, Consumer<String> problems) {
    this.detector = detector;
    this.problems = problems;
  }

  /**
   * Reads a folder, classes and files by name.
   *
   * @param detector finds the face in images that are more than a crop
   * @param problems receives a sentence for each image that cannot be read and is left out
   * @throws IOException if a folder's name means no class or no image can be read
   */
  public static List<Sample> read(
      Path folder, Function<RgbImage, List<Face>> detector, Consumer<String> problems)
      throws IOException {
    ImageFolderReader reader = new ImageFolderReader(detector, problems);
    List<Path> folders = list(folder, Files::isDirectory);
    boolean divided =
        !folders.isEmpty() && folders.stream().allMatch(part -> SPLITS.containsKey(name(part)));
    if (divided) {
      for (Path part : folders) {
        reader.readClasses(part, SPLITS.getOrDefault(name(part), Split.TEST));
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
    for (Path classFolder : list(folder, Files::isDirectory)) {
      Emotion emotion =
          ClassNames.emotion(fileName(classFolder))
              .orElseThrow(
                  () ->
                      new IOException(
                          "the folder %s is not called after an expression; known are %s"
                              .formatted(classFolder, ClassNames.known())));
      for (Path file : list(classFolder, path -> IMAGE.matcher(fileName(path)).matches())) {
        readImage(file, emotion, split);
      }
    }
  }

  private void readImage(Path file, Emotion emotion, Split split) {
    try {
      RgbImage image = images.read(file);
      samples.add(
          new Sample(
              samples.size(),
              crop(image),
              Emotion.FER2013_ORDER.indexOf(emotion),
              Votes.unanimous(emotion),
              split,
              subject(fileName(file))));
    } catch (ImageException e) {
      problems.accept(file + ": " + e.getMessage());
    }
  }

  private byte[] crop(RgbImage image) {
    if (Math.max(image.width(), image.height()) > LARGEST_CROP) {
      List<Face> faces = detector.apply(image);
      if (faces.size() == 1) {
        return aligner.align(image, faces.get(0)).grey();
      }
    }
    return aligner.wholeImage(image).grey();
  }

  static @Nullable String subject(String file) {
    Matcher matcher = SUBJECT.matcher(file);
    return matcher.matches() ? matcher.group(1) : null;
  }

  private static String name(Path folder) {
    return fileName(folder).toLowerCase(Locale.ROOT);
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
