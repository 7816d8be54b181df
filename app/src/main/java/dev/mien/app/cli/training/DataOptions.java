package dev.mien.app.cli.training;

import dev.mien.app.cli.console.Printable;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.FileKind;
import dev.mien.app.cli.files.OutputFolder;
import dev.mien.app.cli.files.OutputOptions;
import dev.mien.app.cli.files.ReportFolder;
import dev.mien.app.image.HeifDecoder;
import dev.mien.face.detection.BlazeFaceDetector;
import dev.mien.face.detection.DetectorMode;
import dev.mien.image.ImageReader;
import dev.mien.output.Plural;
import dev.mien.training.dataset.FaceImages;
import dev.mien.training.dataset.FerReader;
import dev.mien.training.dataset.GroupSplit;
import dev.mien.training.dataset.ImageFolderReader;
import dev.mien.training.dataset.ManifestReader;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.EvaluationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the labelled faces are. */
final class DataOptions {
  private static final long HOLD_OUT_SEED = 1;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      required = true,
      description =
          "FER2013 as Kaggle gives it (fer2013.csv or icml_face_data.csv, plain or gzipped); a folder with one folder of images per class, divided into train, val and test or not; or a CSV file with columns path and label, and subject, sequence, split and properties to group by if there are any.")
  private Path data = Path.of(""); // picocli demands it

  @Option(
      names = "--votes",
      paramLabel = "FILE",
      description = "FER+ votes for the rows of FER2013: fer2013new.csv.")
  private @Nullable Path votes;

  private int leftOut;
  private int squeezed;

  /** All samples. An undivided folder is one test set. */
  List<Sample> read() throws IOException {
    List<Sample> samples =
        read(
            problem -> {
              leftOut++;
              System.err.println("mien: left out: " + Printable.of(problem));
            });
    if (squeezed > 0) {
      System.err.println("mien: " + squeezedInWords());
    }
    return samples;
  }

  /** Whether {@link #read()} met images that it could not read. */
  boolean hasLeftOut() {
    return leftOut > 0;
  }

  /** The report, which says how many images were left out, or show no face of their own. */
  EvaluationReport noted(EvaluationReport report) {
    EvaluationReport noted =
        leftOut == 0
            ? report
            : report.withNote(
                Plural.count(leftOut, "image")
                    + (leftOut == 1 ? " of the data is" : " of the data are")
                    + " left out: unreadable, or not in the folder of an expression");
    return squeezed == 0 ? noted : noted.withNote(squeezedInWords());
  }

  private String squeezedInWords() {
    return "in %s larger than a crop not exactly one face was found: the middle of the image was taken for it"
        .formatted(Plural.count(squeezed, "image"));
  }

  /** All samples; each image that cannot be read is reported. */
  List<Sample> read(Consumer<String> problems) throws IOException {
    if (!isImages()) {
      return FerReader.read(data, votes);
    }
    if (votes != null) {
      throw new UserException("--votes belongs to FER2013's file, not to images");
    }
    try (BlazeFaceDetector detector = new BlazeFaceDetector(DetectorMode.NEAR)) {
      FaceImages images = new FaceImages(reader(), detector::detect);
      List<Sample> samples =
          isFolder()
              ? ImageFolderReader.read(data, images, problems)
              : ManifestReader.read(data, images, problems);
      squeezed = images.squeezed();
      return samples;
    }
  }

  /** The formats of analyze, each image however long it takes. */
  private static ImageReader reader() {
    return new ImageReader(
        ImageReader.DEFAULT_MAX_PIXELS, Duration.ofMinutes(2), List.of(new HeifDecoder()));
  }

  /**
   * All samples; what is undivided is divided, subjects kept together. A part for training without
   * one for validation gives a tenth to it.
   */
  List<Sample> readForTraining() throws IOException {
    List<Sample> samples = read();
    if (!Split.VALIDATION.of(samples).isEmpty() || samples.isEmpty()) {
      return samples;
    }
    List<Sample> training = Split.TRAINING.of(samples);
    if (training.isEmpty()) {
      return divided(samples);
    }
    return Stream.concat(divided(training).stream(), Split.TEST.of(samples).stream()).toList();
  }

  private static List<Sample> divided(List<Sample> samples) {
    return GroupSplit.divide(samples, GroupSplit.Grouping.SUBJECT, HOLD_OUT_SEED);
  }

  /**
   * Makes a folder for reports, outside of the folder of the data: what is written there would be
   * read as data the next time.
   *
   * @param reports the files and what they will hold
   * @throws IOException if it lies inside, or a file cannot be written
   */
  ReportFolder prepare(Path out, Map<String, FileKind> reports, OutputOptions outputs)
      throws IOException {
    if (isFolder() && isWithin(out)) {
      throw new UserException(out + " lies in the folder of the data: name another one with --out");
    }
    return outputs.prepare(out, reports, files());
  }

  private boolean isWithin(Path out) throws IOException {
    Path existing = out.toAbsolutePath().normalize();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing != null && existing.toRealPath().startsWith(data.toRealPath());
  }

  /**
   * Checks that none of the images lies in a folder for results.
   *
   * @throws IOException if one does
   */
  void requireNoImageIn(Path out, List<Sample> samples) throws IOException {
    Path base = isFolder() ? data : data.resolveSibling("");
    OutputFolder.check(
        out,
        samples.stream()
            .map(sample -> sample.origin().file())
            .filter(Objects::nonNull)
            .map(base::resolve)
            .toList());
  }

  /**
   * Checks that there is something to read, before anything is made.
   *
   * @throws IOException if a file or the folder does not exist
   */
  void requirePresent() throws IOException {
    for (Path file : files()) {
      if (!Files.exists(file)) {
        throw new IOException("there is no file " + file);
      }
    }
  }

  /** What is read, which no output may replace. */
  List<Path> files() {
    return Stream.of(data, votes).filter(Objects::nonNull).toList();
  }

  /** The protocols that the data allow. */
  List<Protocol> protocols() throws IOException {
    if (isImages()) {
      return List.of(Protocol.FOLDER);
    }
    return Stream.of(Protocol.FER2013, Protocol.FERPLUS_MAJORITY, Protocol.FERPLUS_PLURALITY)
        .filter(protocol -> votes != null || !protocol.needsVotes())
        .toList();
  }

  /** The training data for a model's card. */
  String inWords(boolean validationToo) throws IOException {
    String splits = validationToo ? "training and validation splits" : "training split";
    if (isImages()) {
      return (isFolder() ? "images in the folder " : "images listed in ")
          + data.getFileName()
          + (validationToo ? ", all but the test split" : "");
    }
    return "FER2013 "
        + splits
        + (votes == null ? ", its labels" : ", FER+ votes and FER2013 labels");
  }

  private boolean isFolder() {
    return Files.isDirectory(data);
  }

  /** Image files, and not a table of pixels. */
  private boolean isImages() throws IOException {
    return isFolder() || ManifestReader.isManifest(data);
  }
}
