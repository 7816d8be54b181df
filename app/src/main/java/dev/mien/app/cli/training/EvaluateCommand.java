package dev.mien.app.cli.training;

import dev.mien.app.cli.Progress;
import dev.mien.app.cli.UserException;
import dev.mien.expression.InstalledModels;
import dev.mien.expression.ModelCard;
import dev.mien.expression.OnnxExpressionModel;
import dev.mien.face.BlazeFaceDetector;
import dev.mien.face.DetectorMode;
import dev.mien.face.FaceAligner;
import dev.mien.face.FaceDetector;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.ConfusionPicture;
import dev.mien.training.evaluate.Cropping;
import dev.mien.training.evaluate.Evaluation;
import dev.mien.training.evaluate.EvaluationJson;
import dev.mien.training.evaluate.EvaluationTable;
import dev.mien.training.evaluate.Evaluator;
import dev.mien.training.export.CardFigures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
      "Measure a model on labelled faces, under named protocols, with 95 % intervals.",
      "Select on the validation split; look at the test split once per released model."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  mien evaluate --model default --data fer2013.csv.gz --votes fer2013new.csv")
public final class EvaluateCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      defaultValue = InstalledModels.DEFAULT,
      description = "An installed model or a model file (default: ${DEFAULT-VALUE}).")
  private String model = InstalledModels.DEFAULT;

  @Option(
      names = "--protocol",
      paramLabel = "ID",
      description =
          "fer2013, ferplus-majority or ferplus-plurality; may be repeated (default: all that the data allows).")
  private @Nullable List<String> protocols;

  @Option(
      names = "--split",
      defaultValue = "test",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Split split = Split.TEST;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "out/evaluation",
      description =
          "Folder for evaluation.json and the confusion matrices as PNG (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("out/evaluation");

  @Option(names = "--record", description = "Write the figures into the card of the model file.")
  private boolean record;

  @Option(
      names = "--aligned",
      description =
          "Align each crop first, as faces in photos are, where one is found; figures of others are without.")
  private boolean aligned;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (record && aligned) {
      throw new UserException(
          "a card holds figures of crops as they come: leave out --aligned or --record");
    }
    if (record && InstalledModels.contains(model)) {
      throw new UserException("--record changes a model file: give --model a path");
    }
    List<Protocol> chosen = protocols();
    byte[] bytes = InstalledModels.read(model);
    List<Sample> samples = data.read();
    List<Evaluation> evaluations;
    int threads = Runtime.getRuntime().availableProcessors();
    try (OnnxExpressionModel expressionModel = OnnxExpressionModel.open(bytes, model, threads);
        BlazeFaceDetector detector = aligned ? new BlazeFaceDetector(DetectorMode.NEAR) : null;
        Progress progress = Progress.start("Evaluating", " images", count(samples), false)) {
      Cropping cropping = cropping(detector, expressionModel.card());
      Evaluator evaluator =
          new Evaluator(expressionModel, samples, split, cropping, progress::stepTo);
      evaluations = chosen.stream().map(evaluator::evaluate).toList();
    }
    print(evaluations);
    write(evaluations, InstalledModels.sha256(bytes));
    if (record) {
      Files.write(Path.of(model), CardFigures.record(bytes, evaluations));
    }
    return 0;
  }

  private long count(List<Sample> samples) {
    return samples.stream().filter(sample -> sample.split() == split).count();
  }

  private static Cropping cropping(@Nullable FaceDetector detector, ModelCard card) {
    return detector == null
        ? Cropping.asItIs()
        : Cropping.aligned(detector, new FaceAligner(card.alignment(), card.inputSize()));
  }

  private List<Protocol> protocols() {
    if (protocols == null) {
      return Arrays.stream(Protocol.values())
          .filter(protocol -> data.hasVotes() || !protocol.needsVotes())
          .toList();
    }
    List<Protocol> chosen = protocols.stream().map(Protocol::ofId).toList();
    for (Protocol protocol : chosen) {
      if (protocol.needsVotes() && !data.hasVotes()) {
        throw new UserException(
            "protocol " + protocol.id() + " counts FER+ votes: add --votes FILE");
      }
    }
    return chosen;
  }

  private void print(List<Evaluation> evaluations) {
    PrintWriter printer = spec.commandLine().getOut();
    for (Evaluation evaluation : evaluations) {
      printer.println(EvaluationTable.of(evaluation));
    }
    printer.println("Pictures and evaluation.json are in " + out);
    printer.flush();
  }

  private void write(List<Evaluation> evaluations, String sha256) throws IOException {
    Files.createDirectories(out);
    Files.writeString(
        out.resolve("evaluation.json"), EvaluationJson.of(model, sha256, evaluations));
    for (Evaluation evaluation : evaluations) {
      Path file = out.resolve("confusion-" + evaluation.protocol().id() + ".png");
      ImageIO.write(ConfusionPicture.draw(evaluation), "png", file.toFile());
    }
  }
}
