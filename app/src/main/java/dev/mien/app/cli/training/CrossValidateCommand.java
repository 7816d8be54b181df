package dev.mien.app.cli.training;

import dev.mien.app.cli.console.Printable;
import dev.mien.app.cli.console.Progress;
import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.FileKind;
import dev.mien.app.cli.files.OutputOptions;
import dev.mien.app.cli.files.ReportFolder;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.training.dataset.GroupSplit.Grouping;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.EvaluationHtml;
import dev.mien.training.evaluate.EvaluationJson;
import dev.mien.training.evaluate.EvaluationReport;
import dev.mien.training.evaluate.EvaluationReport.Measurement;
import dev.mien.training.evaluate.EvaluationTable;
import dev.mien.training.evaluate.Evaluator;
import dev.mien.training.study.CrossValidation;
import dev.mien.training.train.FineTuning;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how well a model does on a small set of people after fine-tuning on others of it. */
@Command(
    name = "cross-validate",
    description = {
      "Fine-tune and measure a model on a folder of images in k folds; nobody is in a training and a test fold at once.",
      "What was interrupted goes on with the same command.",
      "Subjects are read from file names as in CK+48: S010_004_00000017.png."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  mien cross-validate --folds 10 --group subject --data CK+48/")
public final class CrossValidateCommand implements Callable<Integer> {
  /** What must not be torn apart. */
  enum Group {
    SUBJECT,
    NONE
  }

  private static final String LEAK =
      "random folds: the same people stand in training and test folds, so these figures say little about people never seen";

  private static final String UNNAMED =
      "random folds of images that do not say who is shown: the same people, and copies of the same image, may stand in training and test folds";

  private static final String NOT_CALIBRATED =
      "the answers of the fine-tuned networks are not calibrated, those of the model without fine-tuning are: their calibration errors cannot be compared; the model that is named here is the one that was fine-tuned";

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "10",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int folds;

  @Option(
      names = "--group",
      description =
          "What stays together: ${COMPLETION-CANDIDATES} (default: subject; none is refused without being asked for).")
  private @Nullable Group group;

  @Option(
      names = "--from",
      paramLabel = "NAME|FILE",
      defaultValue = "small",
      description = "The model to fine-tune (default: ${DEFAULT-VALUE}).")
  private String from = "small";

  @Option(
      names = "--plan",
      paramLabel = "NAME|FILE",
      description =
          "How to fine-tune (default: plan fine-tune, for the network of the model and the number of images).")
  private @Nullable String plan;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the data in each fold, in place of the plan's number.")
  private @Nullable Integer epochs;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "The highest learning rate, in place of the plan's.")
  private @Nullable Double learningRate;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many folds are run side by side, each on its share of the cores (default: ${DEFAULT-VALUE}).")
  private int jobs;

  @Mixin private FittingOptions fitting = new FittingOptions();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "out/cross-validation",
      description = "Folder for the report and the runs (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("out/cross-validation");

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (folds < 2) {
      throw new UserException("--folds must be 2 or more");
    }
    if (jobs < 1 || (epochs != null && epochs < 1) || (learningRate != null && learningRate <= 0)) {
      throw new UserException("--jobs, --epochs and --learning-rate must be positive");
    }
    if (!data.protocols().contains(Protocol.FOLDER)) {
      throw new UserException(
          "cross-validation is for folders of images; FER2013 has splits of its own: use mien evaluate");
    }
    byte[] model = InstalledModels.read(from);
    ReportFolder reports =
        data.prepare(
            out,
            Map.of("evaluation.json", FileKind.RESULTS, "evaluation.html", FileKind.PAGE),
            outputs);
    List<Sample> samples = data.read().stream().map(sample -> sample.in(Split.TEST)).toList();
    data.requireNoImageIn(out, samples);
    List<String> notes = new ArrayList<>();
    Grouping grouping = grouping(samples, notes);
    int images = samples.size() * (folds - 1) / folds;
    FineTuning tuning =
        plan == null ? FineTuning.of(model, images) : FineTuning.by(TrainingPlan.open(plan));
    TrainingPlan chosen = withOptions(tuning.plan());
    List<Measurement> measurements;
    PrintWriter printer = spec.commandLine().getOut();
    try (StopSignal signal = new StopSignal()) {
      measurements =
          new CrossValidation(
                  chosen,
                  fitting.startingFrom(model, tuning.frozenStages()),
                  out.resolve("runs"),
                  folds,
                  grouping)
              .run(samples, jobs, new StudyReporter(printer, chosen.epochs(), jobs > 1, signal));
    } catch (TrainingReporter.StoppedException e) {
      return StudyReporter.sayStopped(printer, e);
    }
    EvaluationReport report = data.noted(report(model, samples, measurements, notes));
    reports.write("evaluation.json", EvaluationJson.of(report));
    reports.write("evaluation.html", EvaluationHtml.of(report));
    printer.println();
    printer.println(Printable.of(EvaluationTable.of(report)));
    printer.println("The report is in " + out.resolve("evaluation.html"));
    printer.flush();
    return data.hasLeftOut() ? 1 : 0;
  }

  private TrainingPlan withOptions(TrainingPlan named) {
    TrainingPlan chosen = epochs == null ? named : named.withEpochs(epochs);
    return learningRate == null ? chosen : chosen.withLearningRate(learningRate);
  }

  /** Refuses folds that would flatter, unless they were asked for; then the report says so. */
  private Grouping grouping(List<Sample> samples, List<String> notes) {
    long named = samples.stream().filter(sample -> sample.subject() != null).count();
    if (group == Group.NONE) {
      notes.add(named > 0 ? LEAK : UNNAMED);
      return Grouping.NONE;
    }
    if (named == 0) {
      throw new UserException(
          "no file name says who is shown (as S010_004_00000017.png does), so that folds could mix people: --group none accepts that");
    }
    if (named < samples.size()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%d of %d images do not say who is shown; each was taken for a person of its own",
              samples.size() - named,
              samples.size()));
    }
    return Grouping.SUBJECT;
  }

  /** All folds first, then the model as it came, then each fold. */
  private EvaluationReport report(
      byte[] model, List<Sample> samples, List<Measurement> folded, List<String> notes)
      throws IOException {
    Evaluator.Options asItCame =
        new Evaluator.Options(
            Split.TEST, List.of(Protocol.FOLDER), false, false, false, false, null);
    EvaluationReport plain;
    try (Progress progress = Progress.start("Evaluating", " faces", samples.size(), false)) {
      plain = new Evaluator(Map.of(from, model), samples, asItCame).run(progress::step);
    }
    List<Measurement> measurements = new ArrayList<>(folded);
    measurements.add(
        1, new Measurement("without fine-tuning", plain.measurements().get(0).evaluations()));
    notes.add(NOT_CALIBRATED);
    notes.addAll(plain.notes());
    return new EvaluationReport(
        plain.models(), Split.TEST, plain.date(), notes, measurements, null, List.of(), null, null);
  }
}
