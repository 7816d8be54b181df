package dev.mien.app.cli.training;

import dev.mien.app.cli.console.ModelOptions;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.FileKind;
import dev.mien.app.cli.files.OutputFile;
import dev.mien.app.cli.files.OutputOptions;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.output.Plural;
import dev.mien.training.dataset.ImageFingerprints;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.export.Quantizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the 8-bit form of a model. */
@Command(
    name = "quantize",
    description = {
      "Write a model whose convolutions compute in 8-bit integers: a third of the size, and faster on most processors.",
      "The ranges of its activations are measured on the training split, the figures of its card on the validation split."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class QuantizeCommand implements Callable<Integer> {
  private static final String SUFFIX = "-int8";

  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      defaultValue = InstalledModels.DEFAULT,
      description =
          "An installed model or a file that 'mien export' wrote (default: ${DEFAULT-VALUE}).")
  private String model = InstalledModels.DEFAULT;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "The model file to write.")
  private Path out = Path.of("");

  @Option(names = "--name", description = "The name on the card (default: the model's, and -int8).")
  private @Nullable String name;

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ModelFileName.check(out);
    if (name != null && (name.isBlank() || name.chars().anyMatch(Character::isISOControl))) {
      throw new UserException("the name of a model is a line of text");
    }
    List<Path> inputs = new ArrayList<>(data.files());
    inputs.addAll(ModelOptions.filesOf(model));
    byte[] before = InstalledModels.read(model);
    byte[] after;
    Quantizer quantizer = new Quantizer(before, model);
    try (OutputFile file = outputs.prepare(out, FileKind.MODEL, inputs)) {
      List<Sample> samples = data.readForTraining();
      remarkKnown(quantizer.trainingImages(), Split.VALIDATION.of(samples));
      String chosen = name == null ? quantizer.card().name() + SUFFIX : name;
      after = quantizer.quantize(chosen, samples, data.protocols());
      Files.write(file.path(), after);
      file.commit();
    }
    PrintWriter printer = spec.commandLine().getOut();
    printer.printf(
        Locale.ROOT,
        "%s: %.1f MB instead of %.1f MB%n",
        out,
        after.length / 1e6,
        before.length / 1e6);
    List<ModelCard.Figure> old = quantizer.card().figures();
    cardOf(after, out.toString()).figures().forEach(figure -> print(printer, figure, old));
    printer.flush();
    return 0;
  }

  private void remarkKnown(ImageFingerprints learnt, List<Sample> validation) {
    if (learnt.countOf(validation) > 0) {
      KnownImages.remark(
          spec.commandLine().getErr(),
          learnt,
          validation,
          "for validation",
          model + " was trained on",
          learnt.holdMostOf(validation)
              ? "nothing is measured, and the card gets no figures"
              : "its figures are too high for images that it has not seen");
    }
  }

  private static ModelCard cardOf(byte[] content, String title) throws ModelException {
    try (OnnxExpressionModel opened = OnnxExpressionModel.open(content, title, 1)) {
      return opened.card();
    }
  }

  private static void print(
      PrintWriter printer, ModelCard.Figure figure, List<ModelCard.Figure> old) {
    String before =
        old.stream()
            .filter(other -> other.protocol().equals(figure.protocol()))
            .filter(other -> other.split().equals(figure.split()))
            .filter(other -> other.samples() == figure.samples())
            .map(other -> String.format(Locale.ROOT, ", before %.2f %%", 100 * other.accuracy()))
            .findFirst()
            .orElse("");
    printer.printf(
        Locale.ROOT,
        "%s, %s: %.2f %%%s (%s)%n",
        figure.protocol(),
        figure.split(),
        100 * figure.accuracy(),
        before,
        Plural.count(figure.samples(), "image"));
  }
}
