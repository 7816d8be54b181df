package dev.mien.app.cli.training;

import dev.mien.app.cli.console.Printable;
import dev.mien.app.cli.console.Progress;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.FileKind;
import dev.mien.app.cli.files.Fonts;
import dev.mien.app.cli.files.OutputFile;
import dev.mien.app.cli.files.OutputOptions;
import dev.mien.app.cli.files.ReportFolder;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.ConfusionPicture;
import dev.mien.training.evaluate.Evaluation;
import dev.mien.training.evaluate.EvaluationHtml;
import dev.mien.training.evaluate.EvaluationJson;
import dev.mien.training.evaluate.EvaluationReport;
import dev.mien.training.evaluate.EvaluationTable;
import dev.mien.training.evaluate.Evaluator;
import dev.mien.training.export.CardFigures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a model. */
@Command(
    name = "evaluate",
    description = {
      "Measure a model on labelled faces, under named protocols, with 95 %% intervals.",
      "Select on the validation split; look at the test split once per released model."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  mien evaluate --model default --data fer2013.csv.gz --votes fer2013new.csv \\",
      "    --stress",
      "  mien evaluate --model a.onnx --model b.onnx --flip --data fer2013.csv.gz",
      "  mien evaluate --data faces/      one folder of images per expression"
    })
public final class EvaluateCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      defaultValue = InstalledModels.DEFAULT,
      description =
          "An installed model or a model file (default: ${DEFAULT-VALUE}). Several are measured one by one and as an ensemble.")
  private List<String> models = List.of(InstalledModels.DEFAULT);

  @Option(
      names = "--protocol",
      paramLabel = "ID",
      description =
          "fer2013, ferplus-majority, ferplus-plurality or folder; may be repeated (default: all that the data allow).")
  private @Nullable List<String> protocols;

  @Option(
      names = "--split",
      defaultValue = "test",
      description =
          "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Images without a division are all test; validation and training are the parts into which train divides them.")
  private Split split = Split.TEST;

  @Option(
      names = "--flip",
      description = "Also average the answers for every face and its mirror image.")
  private boolean flip;

  @Option(
      names = "--ten-crop",
      description = "Also average the answers for ten crops of every face.")
  private boolean tenCrop;

  @Option(
      names = "--stress",
      description =
          "Also measure under twelve corruptions and in uneven light, in three grades each (minutes).")
  private boolean stress;

  @Option(
      names = "--group-by",
      paramLabel = "COLUMN|PATTERN",
      description =
          "Also measure by group: a column of the CSV file, or what the first group of a regular expression takes from the file names, as in '^([0-9]+)_'.")
  private @Nullable String groupBy;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "out/evaluation",
      description =
          "Folder for evaluation.html, evaluation.json and the confusion matrices as PNG (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("out/evaluation");

  @Option(names = "--record", description = "Write the figures into the card of the model file.")
  private boolean record;

  @Option(
      names = "--aligned",
      description =
          "Align each crop first, as faces in photos are, where one is found; figures of others are without.")
  private boolean aligned;

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    checkRecord();
    List<Protocol> chosen = protocols();
    ReportFolder reports = data.prepare(out, files(chosen), outputs);
    Fonts.require();
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String model : models) {
      files.put(model, InstalledModels.read(model));
    }
    List<Sample> samples = split == Split.TEST ? data.read() : data.readForTraining();
    data.requireNoImageIn(out, samples);
    Evaluator.Options options =
        new Evaluator.Options(split, chosen, aligned, flip, tenCrop, stress, groupBy);
    Evaluator evaluator = new Evaluator(files, samples, options);
    EvaluationReport report;
    try (Progress progress = Progress.start("Evaluating", " faces", evaluator.faces(), false)) {
      report = evaluator.run(progress::step);
    }
    if (samples.stream().allMatch(sample -> sample.split() == Split.TEST)) {
      report =
          report.withNote(
              "the data are not divided into splits: all images count as the test split");
    }
    if (record && evaluator.knowsSplit()) {
      spec.commandLine()
          .getErr()
          .println(
              "mien: nothing is recorded in the card: the model was trained on most of these images");
    } else if (record && evaluator.hasOneClass()) {
      spec.commandLine()
          .getErr()
          .println(
              "mien: nothing is recorded in the card: the data show one expression, and no other was allowed as an answer");
    } else if (record) {
      report = report.of(recorded(report));
    }
    report = data.noted(report);
    PrintWriter printer = spec.commandLine().getOut();
    printer.println(Printable.of(EvaluationTable.of(report)));
    printer.println("The report is in " + out.resolve("evaluation.html"));
    write(reports, report);
    printer.flush();
    return data.hasLeftOut() ? 1 : 0;
  }

  /** Writes the plain figures into the model's card, and returns the content of the new file. */
  private byte[] recorded(EvaluationReport report) throws IOException {
    Path file = Path.of(models.get(0));
    List<Evaluation> plain = report.measurements().get(0).evaluations();
    byte[] content = CardFigures.record(Files.readAllBytes(file), plain);
    try (OutputFile whole = OutputFile.prepare(file, FileKind.MODEL, data.files(), true)) {
      Files.write(whole.path(), content);
      whole.commit();
    }
    return content;
  }

  private void checkRecord() {
    if (record && aligned) {
      throw new UserException(
          "a card holds figures of crops as they come: leave out --aligned or --record");
    }
    if (record && (models.size() > 1 || InstalledModels.contains(models.get(0)))) {
      throw new UserException("--record changes a model file: give --model one path");
    }
  }

  /** The files of the report, and what they hold. */
  private static Map<String, FileKind> files(List<Protocol> protocols) {
    Map<String, FileKind> files = new LinkedHashMap<>();
    files.put("evaluation.json", FileKind.RESULTS);
    files.put("evaluation.html", FileKind.PAGE);
    protocols.forEach(protocol -> files.put(matrixFile(protocol), FileKind.IMAGE));
    return files;
  }

  private static String matrixFile(Protocol protocol) {
    return "confusion-" + protocol.id() + ".png";
  }

  private List<Protocol> protocols() throws IOException {
    List<Protocol> possible = data.protocols();
    if (protocols == null) {
      return possible;
    }
    List<Protocol> chosen = protocols.stream().map(Protocol::ofId).toList();
    for (Protocol protocol : chosen) {
      if (!possible.contains(protocol)) {
        throw new UserException(
            protocol == Protocol.FOLDER
                ? "protocol folder needs a folder of images: give one to --data"
                : protocol.needsVotes()
                    ? "protocol " + protocol.id() + " counts FER+ votes: add --votes FILE"
                    : "protocol " + protocol.id() + " needs FER2013's file: give it to --data");
      }
    }
    return chosen;
  }

  private static void write(ReportFolder reports, EvaluationReport report) throws IOException {
    reports.write("evaluation.json", EvaluationJson.of(report));
    reports.write("evaluation.html", EvaluationHtml.of(report));
    for (Evaluation evaluation : report.measurements().get(0).evaluations()) {
      ByteArrayOutputStream picture = new ByteArrayOutputStream();
      ImageIO.write(ConfusionPicture.draw(evaluation), "png", picture);
      reports.write(matrixFile(evaluation.protocol()), picture.toByteArray());
    }
  }
}
