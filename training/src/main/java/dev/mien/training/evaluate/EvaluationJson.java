package dev.mien.training.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.training.dataset.TwinSearch;

/** A report as JSON, for documents and comparisons. */
public final class EvaluationJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private EvaluationJson() {}

  /** The whole report. */
  public static String of(EvaluationReport report) {
    ObjectNode root =
        JSON.createObjectNode()
            .put("schema", 2)
            .put("date", report.date().toString())
            .put("split", report.split().label());
    report.notes().forEach(root.putArray("notes")::add);
    ArrayNode models = root.putArray("models");
    for (EvaluationReport.Model model : report.models()) {
      models
          .addObject()
          .put("model", model.name())
          .put("file", model.file())
          .put("sha256", model.sha256())
          .put("parameters", model.size().parameters())
          .put("multiply_accumulates", model.size().multiplications())
          .put("bytes", model.size().bytes())
          .put("milliseconds_per_face_one_thread", model.milliseconds());
    }
    ArrayNode evaluations = root.putArray("evaluations");
    for (EvaluationReport.Measurement measurement : report.measurements()) {
      for (Evaluation evaluation : measurement.evaluations()) {
        evaluations.add(node(measurement.how(), evaluation));
      }
    }
    addExtras(root, report);
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addExtras(ObjectNode root, EvaluationReport report) {
    Duplicates duplicates = report.duplicates();
    if (duplicates != null) {
      ObjectNode node =
          root.putObject("duplicates_in_training")
              .put("correlation", TwinSearch.NEARLY_IDENTICAL)
              .put("images", duplicates.pairs().size())
              .put("with_another_label", duplicates.contradictions());
      ArrayNode pairs = node.putArray("tested_and_training_rows");
      duplicates
          .pairs()
          .forEach(pair -> pairs.addArray().add(pair.sample().row()).add(pair.twin().row()));
    }
    if (!report.groups().isEmpty()) {
      report.groups().forEach(groups -> add(root.withArray("groups").addObject(), groups));
    }
    Robustness stress = report.stress();
    if (stress != null) {
      ObjectNode node =
          root.putObject("stress")
              .put("protocol", stress.protocol().id())
              .put("clean", stress.clean())
              .put("mean_middle_grade", stress.mean(Corruption.MIDDLE));
      ArrayNode cells = node.putArray("cells");
      for (Robustness.Cell cell : stress.cells()) {
        cells
            .addObject()
            .put("corruption", cell.corruption().id())
            .put("strength", cell.corruption().strength(cell.grade()))
            .put("accuracy", cell.accuracy())
            .put("accuracy_low", cell.interval().low())
            .put("accuracy_high", cell.interval().high())
            .put("calibration_error", cell.calibrationError());
      }
    }
    AttentionCheck attention = report.attention();
    if (attention != null) {
      root.putObject("attention_check")
          .put("images", attention.images())
          .put("hidden_share", AttentionCheck.SHARE)
          .put("clean", attention.clean())
          .put("attended_hidden", attention.attendedHidden())
          .put("random_hidden", attention.randomHidden());
    }
  }

  private static ObjectNode node(String how, Evaluation evaluation) {
    ConfusionMatrix matrix = evaluation.matrix();
    ObjectNode node =
        JSON.createObjectNode()
            .put("how", how)
            .put("protocol", evaluation.protocol().id())
            .put("split", evaluation.split().label())
            .put("samples", matrix.total())
            .put("accuracy", matrix.accuracy())
            .put("accuracy_low", evaluation.interval().low())
            .put("accuracy_high", evaluation.interval().high())
            .put("balanced_accuracy", matrix.macroRecall())
            .put("top_two_accuracy", evaluation.topTwo())
            .put("macro_precision", matrix.macroPrecision())
            .put("macro_recall", matrix.macroRecall())
            .put("macro_f1", matrix.macroF1())
            .put("weighted_precision", matrix.weightedPrecision())
            .put("weighted_recall", matrix.accuracy())
            .put("weighted_f1", matrix.weightedF1())
            .put("calibration_error", evaluation.calibrationError())
            .put("risk_coverage_area", evaluation.riskCoverage().area());
    if (!Double.isNaN(evaluation.divergence())) {
      node.put("divergence_from_votes_nats", evaluation.divergence());
    }
    ArrayNode classes = node.putArray("classes");
    for (int c = 0; c < matrix.classes(); c++) {
      classes
          .addObject()
          .put("label", evaluation.classes().get(c).label())
          .put("precision", matrix.precision(c))
          .put("recall", matrix.recall(c))
          .put("f1", matrix.f1(c))
          .put("images", matrix.support(c));
    }
    ArrayNode rows = node.putArray("confusion_matrix");
    for (int actual = 0; actual < matrix.classes(); actual++) {
      ArrayNode row = rows.addArray();
      for (int predicted = 0; predicted < matrix.classes(); predicted++) {
        row.add(matrix.count(actual, predicted));
      }
    }
    addCurves(node, evaluation);
    return node;
  }

  private static void add(ObjectNode node, GroupFigures figures) {
    node.put("by", figures.by()).put("protocol", figures.protocol().id());
    ArrayNode groups = node.putArray("groups");
    for (GroupFigures.Group group : figures.groups()) {
      Evaluation evaluation = group.evaluation();
      Interval uncertain = group.uncertainInterval();
      ObjectNode one =
          groups
              .addObject()
              .put("group", group.name())
              .put("images", group.images())
              .put("accuracy", evaluation.matrix().accuracy())
              .put("accuracy_low", evaluation.interval().low())
              .put("accuracy_high", evaluation.interval().high())
              .put("calibration_error", evaluation.calibrationError())
              .put("uncertain", (double) group.uncertain() / group.images())
              .put("uncertain_low", uncertain.low())
              .put("uncertain_high", uncertain.high());
      ObjectNode answered = one.putObject("answered");
      for (int c = 0; c < figures.classes().size(); c++) {
        answered.put(figures.classes().get(c).label(), group.answered(c));
      }
    }
    figures
        .largestDifference()
        .ifPresent(
            difference ->
                node.putObject("largest_difference")
                    .put("best", difference.best().name())
                    .put("worst", difference.worst().name())
                    .put("accuracy", difference.accuracy())
                    .put("accuracy_low", difference.interval().low())
                    .put("accuracy_high", difference.interval().high()));
  }

  private static void addCurves(ObjectNode node, Evaluation evaluation) {
    ArrayNode bins = node.putArray("reliability");
    for (Reliability.Bin bin : evaluation.reliability().bins()) {
      bins.addObject()
          .put("answers", bin.answers())
          .put("confidence", bin.confidence())
          .put("accuracy", bin.accuracy());
    }
    ArrayNode points = node.putArray("risk_coverage");
    for (RiskCoverage.Point point : evaluation.riskCoverage().points()) {
      points
          .addObject()
          .put("coverage", point.coverage())
          .put("accuracy", point.accuracy())
          .put("threshold", point.threshold());
    }
  }
}
