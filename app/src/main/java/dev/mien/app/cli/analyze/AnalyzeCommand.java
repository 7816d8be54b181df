package dev.mien.app.cli.analyze;

import dev.mien.FaceResult;
import dev.mien.Mien;
import dev.mien.MienBuilder;
import dev.mien.app.cli.console.ModelOptions;
import dev.mien.app.cli.console.Printable;
import dev.mien.app.cli.console.Progress;
import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.cli.console.Terminal;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.OutputException;
import dev.mien.app.cli.files.OutputFile;
import dev.mien.app.cli.files.OutputOptions;
import dev.mien.app.image.HeifDecoder;
import dev.mien.expression.ClassPrior;
import dev.mien.expression.EmotionScores;
import dev.mien.face.detection.CropMode;
import dev.mien.face.detection.DetectorMode;
import dev.mien.image.ImageException;
import dev.mien.image.ImageReader;
import dev.mien.output.Plural;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
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
  /** Who names a file wants it read, however large it is and however busy the machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Fewer answers leave an estimated prior several percent from the true one. */
  private static final int ENOUGH_FACES = 100;

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
      description = "Write to a file; .json, .jsonl, .csv and .txt choose the format.")
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

  @Mixin private ModelOptions model = new ModelOptions();

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
      names = "--threads",
      paramLabel = "N",
      description = "How many processors to keep busy (default: all).")
  private @Nullable Integer threads;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description = "Refuse larger images (width times height; default: 120 million).")
  private long maxPixels = ImageReader.DEFAULT_MAX_PIXELS;

  @Option(
      names = "--resume",
      description = "Go on where a run that was stopped left --out (.csv or .jsonl).")
  private boolean resume;

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress bar and no summary.")
  private boolean quiet;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (attention && annotated == null) {
      throw new UserException("--attention tints annotated pictures: add --annotated DIR");
    }
    OutputFormat chosen =
        format != null ? format : out != null ? OutputFormat.ofFile(out) : OutputFormat.TABLE;
    checkResume(chosen);
    StandardInput input = paths.contains("-") ? StandardInput.read(System.in) : null;
    byte[] image = input == null ? null : input.image();
    List<Path> files = InputFiles.list(pathsWith(input), this::remark);
    List<Path> inputs = new ArrayList<>(files);
    inputs.addAll(model.files());
    if (input != null) {
      inputs.add(Path.of("/dev/stdin")); // A file, if one is given with "<".
    }
    AnnotatedFolder folder =
        annotated == null
            ? null
            : new AnnotatedFolder(annotated, files, attention, outputs.force());
    PreviousResults previous =
        resume && out != null ? new PreviousResults(out, chosen, names(files)) : null;
    try (OutputFile file = out == null ? null : outputs.prepare(out, chosen.kind(), inputs);
        StopSignal signal = new StopSignal();
        Mien mien = open(files, image, signal)) {
      AnalyzeRun run;
      int before = 0;
      boolean cutShort;
      try (PrintWriter written = file == null ? null : new PrintWriter(file.writer())) {
        PrintWriter printer = written == null ? spec.commandLine().getOut() : written;
        Ansi colours = written == null ? Terminal.colours() : Ansi.OFF;
        ResultWriter writer = new ResultWriter(printer, chosen, colours, written != null);
        List<Path> left = files;
        if (previous != null) {
          Set<String> done = previous.copy(printer);
          previous.samples().forEach(result -> result.requireSame(mien, chosen, model.prior()));
          left = files.stream().filter(path -> !done.contains(path.toString())).toList();
          before = files.size() - left.size();
          writer.goOn(previous.isStarted());
        }
        try (Progress progress = progress(left.size())) {
          run = new AnalyzeRun(mien, writer, folder, progress, this::remark);
          if (image != null) {
            run.analyze(image);
          }
          run.analyze(left, signal);
          cutShort = run.images() < left.size() + (image == null ? 0 : 1);
        }
        writer.finish();
      } catch (UncheckedIOException e) {
        throw new IOException(notWritten(file, chosen), e);
      }
      Path place = file == null ? null : placed(file, run, cutShort && previous == null);
      if (previous != null) {
        previous.deleteLeftovers();
      }
      if (signal.stopped()) {
        sayStopped(signal, run, chosen, place);
        return signal.exitCode();
      }
      summarize(run, before);
      return run.failures() == 0 ? 0 : 1;
    }
  }

  /**
   * Where the results are: at their place, or beside it if they are not complete and others are
   * there; null if there are none.
   */
  private static @Nullable Path placed(OutputFile file, AnalyzeRun run, boolean cutShort)
      throws OutputException {
    if (!cutShort) {
      return file.commit();
    }
    return run.images() == 0 ? null : file.commitBeside();
  }

  /** Keeps what a full disk has room for, if a later run can go on from it. */
  private String notWritten(@Nullable OutputFile file, OutputFormat chosen) {
    String text = "the results could not be written to " + out + ": is the disk full?";
    if (file == null || file.isDevice() || !canGoOn(chosen)) {
      return text;
    }
    file.keepUnfinished();
    return text + " The same command with --resume goes on from what was written";
  }

  /** Who closes standard output, as {@code head} does, knows. */
  private void sayStopped(
      StopSignal signal, AnalyzeRun run, OutputFormat chosen, @Nullable Path place) {
    boolean beside = place != null && !place.equals(out);
    if ((quiet && !beside) || signal.exitCode() == StopSignal.BROKEN_PIPE_EXIT) {
      return;
    }
    StringBuilder text = new StringBuilder("stopped after ");
    text.append(Plural.count(run.images(), "image"));
    if (beside) {
      text.append("; ").append(out).append(" is as it was, and what was done is in ").append(place);
    }
    if (place != null && canGoOn(chosen)) {
      String with = beside ? "--out " + place + " --resume" : "--resume";
      text.append("; the same command with ").append(with).append(" goes on");
    }
    remark(text.toString());
  }

  private static boolean canGoOn(OutputFormat format) {
    return format == OutputFormat.CSV || format == OutputFormat.JSONL;
  }

  private static Set<String> names(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.toSet());
  }

  private void checkResume(OutputFormat chosen) {
    if (resume && (out == null || !canGoOn(chosen))) {
      throw new UserException("--resume goes on with a file: add --out with .csv or .jsonl");
    }
  }

  private void remark(String text) {
    spec.commandLine().getErr().println("mien: " + Printable.of(text));
  }

  /** A bar and results on one terminal would write over each other. */
  private Progress progress(int total) {
    boolean resultsOnTerminal = out == null && Terminal.isOutput();
    return Progress.start("Analysing", " images", total, quiet || total < 4 || resultsOnTerminal);
  }

  /** An estimated prior takes a first pass over all images, so that each is corrected alike. */
  private Mien open(List<Path> files, byte @Nullable [] image, StopSignal signal)
      throws IOException {
    if (!model.prior().isEstimated()) {
      return model.prior().apply(builder()).open();
    }
    List<EmotionScores> answers = new ArrayList<>();
    ClassPrior trained;
    try (Mien first = builder().open();
        Progress progress = Progress.start("Estimating", " images", files.size(), quiet)) {
      trained = first.model().requireTrainingPrior();
      if (image != null) {
        first.analyze(first.read(image)).faces().forEach(face -> add(answers, face));
      }
      first.analyzeAll(
          signal.until(files),
          (result, pixels) -> {
            result.faces().forEach(face -> add(answers, face));
            progress.step(1);
          });
    } catch (ImageException e) {
      throw new UserException("the image on standard input: " + e.getMessage());
    }
    if (answers.isEmpty()) {
      remark("there is no face to estimate a prior from: that of web photos stays");
      return builder().open();
    }
    ClassPrior estimate = ClassPrior.estimate(answers, trained);
    if (answers.size() < ENOUGH_FACES) {
      remark(
          "%s to estimate a prior from: fewer than %d say little about how frequent expressions are"
              .formatted(Plural.count(answers.size(), "face"), ENOUGH_FACES));
    }
    if (!quiet) {
      remark(
          "expressions of %s, estimated: %s"
              .formatted(Plural.count(answers.size(), "face"), estimate));
    }
    return builder().prior(estimate).open();
  }

  private static void add(List<EmotionScores> answers, FaceResult face) {
    answers.add(face.prediction().scores());
  }

  private MienBuilder builder() {
    MienBuilder builder =
        model
            .builder()
            .detectorMode(detectorMode)
            .cropMode(crop ? CropMode.ALWAYS : CropMode.AUTO)
            .maxPixels(maxPixels)
            .imageDecoder(new HeifDecoder())
            .imageDeadline(PATIENCE)
            .withoutContempt(seven);
    if (minConfidence != null) {
      builder.minConfidence(minConfidence);
    }
    if (threads != null) {
      builder.threads(threads);
    }
    return builder;
  }

  /** The paths, with those of a list on standard input in its place. */
  private List<String> pathsWith(@Nullable StandardInput input) {
    List<String> all = new ArrayList<>();
    for (String path : paths) {
      if (!path.equals("-")) {
        all.add(path);
      } else if (input != null) {
        all.addAll(input.paths());
      }
    }
    if (all.isEmpty() && (input == null || input.image() == null)) {
      throw new UserException("standard input names no files");
    }
    return all;
  }

  private void summarize(AnalyzeRun run, int before) {
    if (!quiet && (run.images() > 1 || annotated != null || out != null)) {
      StringBuilder text = new StringBuilder();
      text.append(Plural.count(run.images(), "image"))
          .append(", ")
          .append(Plural.count(run.faces(), "face"));
      if (run.failures() > 0) {
        text.append(", %d failed".formatted(run.failures()));
      }
      if (before > 0) {
        text.append("; %s done before".formatted(Plural.count(before, "image")));
      }
      if (out != null) {
        text.append("; results in ").append(out);
      }
      if (annotated != null && run.failures() < run.images()) {
        text.append("; pictures in ").append(annotated);
      }
      spec.commandLine().getErr().println(text);
      spec.commandLine().getErr().flush();
    }
  }
}
