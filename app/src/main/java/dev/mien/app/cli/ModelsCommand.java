package dev.mien.app.cli;

import dev.mien.expression.InstalledModels;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.OnnxExpressionModel;
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
    int damaged = 0;
    for (String name : InstalledModels.names()) {
      boolean intact =
          InstalledModels.actualSha256(name).equals(InstalledModels.expectedSha256(name));
      damaged += intact ? 0 : 1;
      byte[] bytes = InstalledModels.bytes(name);
      try (OnnxExpressionModel model = OnnxExpressionModel.open(bytes, name, 1)) {
        if (json) {
          out.println(model.card().toJson());
        } else {
          print(
              out, model.card(), name.equals(InstalledModels.names().get(0)), bytes.length, intact);
        }
      }
    }
    out.flush();
    return damaged == 0 ? 0 : 1;
  }

  private static void print(
      PrintWriter out, ModelCard card, boolean isDefault, int bytes, boolean intact) {
    out.println(
        Terminal.colours().string("@|bold " + card.name() + "|@")
            + (isDefault ? " (default)" : ""));
    line(
        out,
        "parameters",
        String.format(Locale.ROOT, "%,d in %.1f MB", card.parameters(), bytes / 1e6));
    line(out, "trained on", card.data());
    line(
        out,
        "made",
        "%s, seed %d, revision %s".formatted(card.created(), card.seed(), card.revision()));
    line(out, "licence", card.licence());
    line(
        out,
        "sha256",
        InstalledModels.actualSha256(card.name())
            + (intact ? "  ok" : "  DAMAGED: not the file that was released"));
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
    out.println();
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("  %-11s %s%n", name, value);
  }
}
