package dev.mien.app.cli.console;

import dev.mien.MienBuilder;
import dev.mien.expression.ClassPrior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which expressions the people at hand show how often. */
public final class PriorOption {
  /** As in the training data. */
  private static final String WEB = "web";

  private static final String UNIFORM = "uniform";
  private static final String ESTIMATE = "estimate";

  @Option(
      names = "--prior",
      paramLabel = "PRIOR",
      defaultValue = WEB,
      description =
          "How often each expression is expected: web (as in the training data), uniform (posed sets), estimate (from the answers themselves), or the name of a JSON file that holds something like {\"happiness\": 3, \"anger\": 1} (default: ${DEFAULT-VALUE}).")
  private String prior = WEB;

  /** Whether it is to be estimated from the answers. */
  public boolean isEstimated() {
    return prior.equals(ESTIMATE);
  }

  /** The file that is read; none if the prior is named. */
  public List<Path> files() {
    return List.of(WEB, UNIFORM, ESTIMATE).contains(prior) ? List.of() : List.of(Path.of(prior));
  }

  /**
   * Sets it. An estimate is one that follows the faces as they come.
   *
   * @throws UserException if the file is not there or holds no prior
   */
  public MienBuilder apply(MienBuilder builder) throws IOException {
    return switch (prior) {
      case WEB -> builder;
      case UNIFORM -> builder.prior(ClassPrior.uniform());
      case ESTIMATE -> builder.estimatePrior();
      default -> builder.prior(read(Path.of(prior)));
    };
  }

  private static ClassPrior read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new UserException(
          "--prior is web, uniform, estimate or a file; there is no file " + file);
    }
    try {
      return ClassPrior.parse(TextFile.read(file, "prior"));
    } catch (IllegalArgumentException e) {
      throw new UserException(file + " holds no prior: " + e.getMessage());
    }
  }
}
