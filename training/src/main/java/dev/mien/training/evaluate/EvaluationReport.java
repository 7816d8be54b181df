package dev.mien.training.evaluate;

import dev.mien.expression.onnx.InstalledModels;
import dev.mien.training.dataset.Split;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured of a model, or of an ensemble, in one go. Printed as text, JSON and HTML.
 *
 * @param models names and hashes, one; several for an ensemble
 * @param split that was looked at
 * @param date on which
 * @param notes what a reader must know before the figures
 * @param measurements the plain figure first, then others
 * @param duplicates images of the split that stand among the training images too; null if there is
 *     no training split, or if the models know most of the split itself
 * @param groups one a protocol if groups were asked for, else empty
 * @param stress null unless asked for
 * @param attention null unless asked for
 */
public record EvaluationReport(
    List<Model> models,
    Split split,
    LocalDate date,
    List<String> notes,
    List<Measurement> measurements,
    @Nullable Duplicates duplicates,
    List<GroupFigures> groups,
    @Nullable Robustness stress,
    @Nullable AttentionCheck attention) {

  /**
   * A measured model.
   *
   * @param name as the card says
   * @param file as on the command line
   * @param sha256 of its file
   * @param size what it costs
   * @param milliseconds for one face on one thread
   */
  public record Model(
      String name, String file, String sha256, ModelSize size, double milliseconds) {}

  /**
   * One way of asking.
   *
   * @param how in words: one view, mirrored too, without duplicates
   * @param evaluations one per protocol
   */
  public record Measurement(String how, List<Evaluation> evaluations) {}

  /** This report of the same model in a file whose card was rewritten. */
  public EvaluationReport of(byte[] file) {
    Model old = models.get(0);
    ModelSize size =
        new ModelSize(old.size().parameters(), old.size().multiplications(), file.length);
    Model renamed =
        new Model(old.name(), old.file(), InstalledModels.sha256(file), size, old.milliseconds());
    return new EvaluationReport(
        List.of(renamed), split, date, notes, measurements, duplicates, groups, stress, attention);
  }

  /** This report with another note, in front of the others. */
  public EvaluationReport withNote(String note) {
    List<String> all = Stream.concat(Stream.of(note), notes.stream()).toList();
    return new EvaluationReport(
        models, split, date, all, measurements, duplicates, groups, stress, attention);
  }
}
