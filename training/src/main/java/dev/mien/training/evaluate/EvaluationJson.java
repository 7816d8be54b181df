package dev.mien.training.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Evaluations as JSON, for documents and comparisons. */
public final class EvaluationJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private EvaluationJson() {}

  /**
   * All evaluations of a model.
   *
   * @param model its name
   * @param sha256 of its file
   */
  public static String of(String model, String sha256, List<Evaluation> evaluations) {
    ObjectNode root =
        JSON.createObjectNode().put("schema", 1).put("model", model).put("sha256", sha256);
    ArrayNode array = root.putArray("evaluations");
    for (Evaluation evaluation : evaluations) {
      array.add(node(evaluation));
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode node(Evaluation evaluation) {
    ConfusionMatrix matrix = evaluation.matrix();
    ObjectNode node =
        JSON.createObjectNode()
            .put("protocol", evaluation.protocol().id())
            .put("split", EvaluationTable.name(evaluation.split()))
            .put("samples", matrix.total())
            .put("accuracy", matrix.accuracy())
            .put("accuracy_low", evaluation.interval().low())
            .put("accuracy_high", evaluation.interval().high())
            .put("macro_precision", matrix.macroPrecision())
            .put("macro_recall", matrix.macroRecall())
            .put("macro_f1", matrix.macroF1())
            .put("weighted_f1", matrix.weightedF1())
            .put("calibration_error", evaluation.calibrationError());
    ArrayNode classes = node.putArray("classes");
    for (int c = 0; c < matrix.classes(); c++) {
      classes
          .addObject()
          .put("label", evaluation.protocol().classes().get(c).label())
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
    return node;
  }
}
