package dev.mien.app.cli;

import dev.mien.app.cli.console.Terminal;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the installed expression models. */
@Command(
    name = "models",
    description = "Say what is installed: each model's card, figures, licence and checksum.",
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print the cards as JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws ModelException {
    PrintWriter out = spec.commandLine().getOut();
    boolean allIntact = true;
    for (String name : InstalledModels.namesOfForms()) {
      byte[] bytes = InstalledModels.bytes(name);
      String sha256 = InstalledModels.sha256(bytes);
      if (!sha256.equals(InstalledModels.expectedSha256(name))) {
        out.printf("%s  DAMAGED: not the file that was released (sha256 %s)%n", name, sha256);
        allIntact = false;
        continue;
      }
      try (OnnxExpressionModel model = OnnxExpressionModel.open(bytes, name, 1)) {
        if (json) {
          out.println(model.card().toJson());
        } else {
          String standing = name.equals(InstalledModels.names().get(0)) ? " (default)" : "";
          out.println(Terminal.colours().string("@|bold " + name + "|@") + standing);
          printCard(out, model.card());
          line(
              out,
              "file",
              String.format(Locale.ROOT, "%.1f MB, sha256 %s  ok", bytes.length / 1e6, sha256));
          out.println();
        }
      }
    }
    out.flush();
    return allIntact ? 0 : 1;
  }

  private static void printCard(PrintWriter out, ModelCard card) {
    line(out, "parameters", String.format(Locale.ROOT, "%,d", card.parameters()));
    line(out, "trained on", card.data());
    line(
        out,
        "made",
        "%s, seed %d, revision %s".formatted(card.created(), card.seed(), card.revision()));
    line(out, "licence", card.licence());
    line(out, "uncertain", String.format(Locale.ROOT, "below %.2f", card.uncertainBelow()));
    for (ModelCard.Figure figure : card.figures()) {
      line(
          out,
          figure.split(),
          String.format(
              Locale.ROOT,
              "%-18s %.2f %% (95 %% interval %.2f to %.2f, %d images), macro F1 %.3f, ECE %.3f",
              figure.protocol(),
              100 * figure.accuracy(),
              100 * figure.low(),
              100 * figure.high(),
              figure.samples(),
              figure.macroF1(),
              figure.calibrationError()));
    }
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("  %-11s %s%n", name, value);
  }
}
