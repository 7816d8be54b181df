package dev.mien.training.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.evaluate.Interval;
import dev.mien.training.train.TrainingPlan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The outcome of an {@link Ablation}: the full model first, then every other method. */
public final class AblationTable {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final TrainingPlan plan;
  private final int seeds;
  private final int images;
  private final List<Method> methods;

  /**
   * One row.
   *
   * @param title of the method
   * @param parameters that it learns
   * @param hits by protocol
   * @param macroF1 by protocol, mean over the seeds
   */
  record Method(
      String title, long parameters, Map<Protocol, Hits> hits, Map<Protocol, Double> macroF1) {
    Hits hits(Protocol protocol) {
      return Objects.requireNonNull(hits.get(protocol));
    }
  }

  AblationTable(TrainingPlan plan, int seeds, int images, List<Method> methods) {
    this.plan = plan;
    this.seeds = seeds;
    this.images = images;
    this.methods = List.copyOf(methods);
  }

  /** The table for a document. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Plan `%s`, %d epochs, %d seeds, validation split (%,d images). Accuracy in percent with its 95 %% interval (bootstrap over images and seeds); difference to the full model in points, on the same images.%n%n",
            plan.name(),
            plan.epochs(),
            seeds,
            images));
    text.append(
        "| method | parameters | FER+ strict majority | difference | macro F1 | FER2013 | difference |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (Method method : methods) {
      text.append("| ").append(method.title()).append(" | ");
      text.append(String.format(Locale.ROOT, "%,d | ", method.parameters()));
      text.append(accuracy(method, Protocol.FERPLUS_MAJORITY)).append(" | ");
      text.append(difference(method, Protocol.FERPLUS_MAJORITY)).append(" | ");
      text.append(
          String.format(Locale.ROOT, "%.3f | ", method.macroF1().get(Protocol.FERPLUS_MAJORITY)));
      text.append(accuracy(method, Protocol.FER2013)).append(" | ");
      text.append(difference(method, Protocol.FER2013)).append(" |\n");
    }
    return text.toString();
  }

  private static String accuracy(Method method, Protocol protocol) {
    Interval interval = method.hits(protocol).interval();
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        100 * method.hits(protocol).accuracy(),
        100 * interval.low(),
        100 * interval.high());
  }

  private String difference(Method method, Protocol protocol) {
    Hits full = methods.get(0).hits(protocol);
    if (method.hits(protocol).equals(full)) {
      return "";
    }
    Interval interval = method.hits(protocol).differenceTo(full);
    return String.format(
        Locale.ROOT,
        "%+.2f (%+.2f to %+.2f)",
        100 * (method.hits(protocol).accuracy() - full.accuracy()),
        100 * interval.low(),
        100 * interval.high());
  }

  /** The same as JSON, with the accuracy of every seed. */
  public String toJson() {
    ObjectNode root =
        JSON.createObjectNode()
            .put("schema", 1)
            .put("plan", plan.name())
            .put("epochs", plan.epochs())
            .put("seeds", seeds)
            .put("split", "validation");
    ArrayNode rows = root.putArray("methods");
    for (Method method : methods) {
      ObjectNode row =
          rows.addObject().put("method", method.title()).put("parameters", method.parameters());
      method
          .hits()
          .forEach(
              (protocol, hits) -> {
                Interval interval = hits.interval();
                ObjectNode node =
                    row.putObject(protocol.id())
                        .put("accuracy", hits.accuracy())
                        .put("accuracy_low", interval.low())
                        .put("accuracy_high", interval.high())
                        .put("macro_f1", method.macroF1().get(protocol));
                ArrayNode each = node.putArray("accuracy_by_seed");
                for (double accuracy : hits.accuracies()) {
                  each.add(accuracy);
                }
              });
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
