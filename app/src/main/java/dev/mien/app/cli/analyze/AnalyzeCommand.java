package dev.mien.app.cli.analyze;

import dev.mien.CropMode;
import dev.mien.ImageResult;
import dev.mien.Mien;
import dev.mien.MienBuilder;
import dev.mien.app.cli.Progress;
import dev.mien.app.cli.StopSignal;
import dev.mien.app.cli.Terminal;
import dev.mien.app.cli.UserException;
import dev.mien.expression.InstalledModels;
import dev.mien.face.DetectorMode;
import dev.mien.image.ImageException;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Analyses images. */
@Command(
    name = "analyze",
    description = "Find the faces in images and say which expression each shows.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  mien analyze family.jpg --annotated out/",
      "  mien analyze photos/ --out results.csv --min-face 40",
      "  mien analyze crops/ --crop --format jsonl",
      "  find . -name '*.png' | mien analyze - --out results.jsonl"
    })
public final class AnalyzeCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      arity = "1",
      index = "0..*",
      description =
          "Files, folders (with all below), patterns such as 'a/**.jpg', or - for an image or a list of paths on standard input.")
  private List<String> paths = List.of();

  @Option(
      names = "--format",
      description = "Output: ${COMPLETION-CANDIDATES}. A table unless --out's name says otherwise.")
  private @Nullable OutputFormat format;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write to a file; .json, .jsonl and .csv choose the format.")
  private @Nullable Path out;

  @Option(
      names = "--annotated",
      paramLabel = "DIR",
      description = "Also write each image with boxes, labels and bars into a folder.")
  private @Nullable Path annotated;

  @Option(names = "--attention", description = "Tint annotated faces by where the model looked.")
  private boolean attention;

  @Option(
      names = "--crop",
      description = "Every image is a face that was cut out already: search nothing.")
  private boolean crop;

  @Option(
      names = "--min-face",
      paramLabel = "PIXELS",
      defaultValue = "0",
      description = "Leave out smaller faces.")
  private double minFace;

  @Option(
      names = "--detector-mode",
      defaultValue = "auto",
      description =
          "How hard to look for small faces: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private DetectorMode detectorMode = DetectorMode.AUTO;

  @Option(
      names = "--min-confidence",
      paramLabel = "P",
      description =
          "Probability below which a face is called uncertain (default: what the model's card says).")
  private @Nullable Double minConfidence;

  @Option(
      names = "--seven",
      description = "Leave contempt out and scale the other seven to sum to 1.")
  private boolean seven;

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      defaultValue = InstalledModels.DEFAULT,
      description =
          "An installed model or a file that 'mien export' wrote (default: ${DEFAULT-VALUE}).")
  private String model = InstalledModels.DEFAULT;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many processors to keep busy (default: all).")
  private @Nullable Integer threads;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress bar and no summary.")
  private boolean quiet;

  @Spec private CommandSpec spec;

  private int images;
  private int faces;
  private int failures;

  @Override
  public Integer call() throws IOException {
    if (attention && annotated == null) {
      throw new UserException("--attention tints annotated pictures: add --annotated DIR");
    }
    OutputFormat chosen =
        format != null ? format : out != null ? OutputFormat.ofFile(out) : OutputFormat.TABLE;
    byte[] standardInput = paths.contains("-") ? System.in.readAllBytes() : null;
    boolean imageOnInput = standardInput != null && isImage(standardInput);
    List<Path> files = InputFiles.list(pathsWith(standardInput, imageOnInput));
    AnnotatedFolder folder = annotated == null ? null : new AnnotatedFolder(annotated, attention);
    // The signal goes last, once everything is written and closed.
    try (StopSignal signal = new StopSignal();
        Mien mien = open();
        PrintWriter file =
            out == null
                ? null
                : new PrintWriter(Files.newBufferedWriter(out, StandardCharsets.UTF_8));
        Progress progress = progress(files.size())) {
      PrintWriter printer = file == null ? spec.commandLine().getOut() : file;
      Ansi colours = file == null ? Terminal.colours() : Ansi.OFF;
      ResultWriter writer = new ResultWriter(printer, chosen, colours);
      if (imageOnInput && standardInput != null) {
        analyze(mien, standardInput, writer, folder);
      }
      mien.analyzeAll(
          signal.until(files),
          (result, image) -> {
            accept(result, image, writer, folder);
            progress.step(1);
          });
      writer.finish();
      if (printer.checkError()) {
        throw new IOException(
            "the results could not be written" + (out == null ? "" : " to " + out));
      }
      if (signal.stopped()) {
        return StopSignal.EXIT_CODE;
      }
    }
    summarize();
    return failures == 0 ? 0 : 1;
  }

  /** A bar and results on one terminal would write over each other. */
  private Progress progress(int total) {
    boolean resultsOnTerminal = out == null && Terminal.isOutput();
    return Progress.start("Analysing", " images", total, quiet || total < 4 || resultsOnTerminal);
  }

  private Mien open() throws IOException {
    MienBuilder builder =
        Mien.builder()
            .model(model)
            .detectorMode(detectorMode)
            .cropMode(crop ? CropMode.ALWAYS : CropMode.AUTO)
            .minFaceSize(minFace)
            .withoutContempt(seven);
    if (minConfidence != null) {
      builder.minConfidence(minConfidence);
    }
    if (threads != null) {
      builder.threads(threads);
    }
    return builder.open();
  }

  private List<String> pathsWith(byte @Nullable [] standardInput, boolean imageOnInput) {
    List<String> all = new ArrayList<>();
    for (String path : paths) {
      if (!path.equals("-")) {
        all.add(path);
      } else if (standardInput != null && !imageOnInput) {
        new String(standardInput, StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .forEach(all::add);
      }
    }
    if (all.isEmpty() && !imageOnInput) {
      throw new UserException("standard input names no files");
    }
    return all;
  }

  /** Lists of paths are text; image files have control characters within their first bytes. */
  private static boolean isImage(byte[] bytes) {
    for (int i = 0; i < Math.min(64, bytes.length); i++) {
      int value = bytes[i] & 0xff;
      if (value < 32 && value != '\n' && value != '\r' && value != '\t') {
        return true;
      }
    }
    return false;
  }

  private void analyze(
      Mien mien, byte[] bytes, ResultWriter writer, @Nullable AnnotatedFolder folder) {
    try {
      RgbImage image = new ImageReader(ImageReader.DEFAULT_MAX_PIXELS).read(bytes);
      accept(mien.analyze(image), image, writer, folder);
    } catch (ImageException e) {
      accept(ImageResult.failed("", String.valueOf(e.getMessage())), null, writer, folder);
    }
  }

  private void accept(
      ImageResult result,
      @Nullable RgbImage image,
      ResultWriter writer,
      @Nullable AnnotatedFolder folder) {
    images++;
    faces += result.faces().size();
    ImageResult outcome = result;
    if (folder != null && image != null) {
      try {
        folder.write(result, image);
      } catch (IOException e) {
        outcome =
            ImageResult.failed(
                result.source(), "the annotated picture could not be written: " + e.getMessage());
      }
    }
    failures += outcome.hasError() ? 1 : 0;
    writer.write(outcome);
  }

  private void summarize() {
    if (!quiet && (images > 1 || annotated != null || out != null)) {
      StringBuilder text = new StringBuilder();
      text.append(
          "%d %s, %d %s"
              .formatted(
                  images, images == 1 ? "image" : "images", faces, faces == 1 ? "face" : "faces"));
      if (failures > 0) {
        text.append(", %d failed".formatted(failures));
      }
      if (out != null) {
        text.append("; results in ").append(out);
      }
      if (annotated != null) {
        text.append("; pictures in ").append(annotated);
      }
      spec.commandLine().getErr().println(text);
      spec.commandLine().getErr().flush();
    }
  }
}
