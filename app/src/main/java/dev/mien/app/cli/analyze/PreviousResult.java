package dev.mien.app.cli.analyze;

import dev.mien.Mien;
import dev.mien.app.cli.console.PriorOption;
import dev.mien.app.cli.console.UserException;
import dev.mien.image.ImageException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an earlier run wrote of one image. It tells whether that run had the options of this one: a
 * file whose rows were corrected to different priors, or come from two models, looks like any
 * other.
 *
 * @param source the image's path
 * @param text its rows
 */
record PreviousResult(String source, String text) {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.(\\d+))?");

  /** Processors differ in the last digits of a probability, which are written rounded. */
  private static final double TOLERANCE = 2e-4;

  /**
   * Analyses the image once more, if it is there.
   *
   * @throws UserException if the answer differs from what the earlier run wrote
   */
  void requireSame(Mien mien, OutputFormat format, PriorOption prior) {
    if (!isSame(mien, format)) {
      throw new UserException(
          "--resume: the earlier results (those of %s) are not what these options give. %s"
              .formatted(
                  source,
                  prior.isEstimated()
                      ? "An estimated prior depends on all images: leave out --resume"
                      : "Use the options of the first run, such as --prior, --model and --precision, or name another file for --out"));
    }
  }

  private boolean isSame(Mien mien, OutputFormat format) {
    try {
      return isSame(ResultWriter.text(mien.analyze(Path.of(source)), format));
    } catch (ImageException | InvalidPathException e) {
      return true; // Nothing can be compared; what was written of it stays.
    }
  }

  /** Whether texts are equal but for the last digits of numbers. */
  boolean isSame(String other) {
    String mine = text.strip();
    String others = other.strip();
    if (!NUMBER.matcher(mine).replaceAll("0").equals(NUMBER.matcher(others).replaceAll("0"))) {
      return false;
    }
    Matcher first = NUMBER.matcher(mine);
    Matcher second = NUMBER.matcher(others);
    while (first.find() && second.find()) {
      double allowed = allowed(Math.max(decimals(first), decimals(second)));
      double difference =
          Math.abs(Double.parseDouble(first.group()) - Double.parseDouble(second.group()));
      if (difference > allowed) {
        return false;
      }
    }
    return true;
  }

  private static int decimals(Matcher number) {
    return number.group(1) == null ? 0 : number.group(1).length();
  }

  private static double allowed(int decimals) {
    return decimals == 0 ? TOLERANCE : Math.max(TOLERANCE, 2 * Math.pow(10, -decimals));
  }
}
