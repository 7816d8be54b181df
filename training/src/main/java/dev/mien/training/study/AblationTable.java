package dev.mien.training.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.output.Plural;
import dev.mien.training.evaluate.Interval;
import dev.mien.training.train.TrainingPlan;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The outcome of an {@link Ablation}: the full model first, then every other method. */
public final class AblationTable {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final TrainingPlan plan;
  private final Taught taught;
  private final Map<String, Integer> trainedOn;
  private final int seeds;
  private final int images;
  private final List<Method> methods;

  /**
   * One row.
   *
   * @param title of the method
   * @param cost of it
   * @param judgements by epoch, one per seed
   */
  record Method(String title, Cost cost, Map<Integer, List<Judgement>> judgements) {

    /** Empty if the method was not judged after this epoch, or not in every seed by this metric. */
    Optional<Scores> scores(int epoch, Metric metric) {
      List<Judgement> seeds = judgements.getOrDefault(epoch, List.of());
      boolean judged =
          !seeds.isEmpty() && seeds.stream().allMatch(seed -> seed.figures().containsKey(metric));
      return judged
          ? Optional.of(
              new Scores(seeds.stream().map(seed -> seed.figures(metric)).toArray(double[][]::new)))
          : Optional.empty();
    }

    /** Mean over the seeds. */
    double macroF1(int epoch) {
      return Objects.requireNonNull(judgements.get(epoch)).stream()
          .mapToDouble(Judgement::macroF1)
          .average()
          .orElse(Double.NaN);
    }
  }

  /**
   * Who taught the networks.
   *
   * @param teachers the SHA-256 of each; none if they learnt from labels and votes alone
   * @param validationImages how many of the images that all are judged by these have learnt from
   */
  record Taught(List<String> teachers, long validationImages) {
    /** To follow the plan. */
    private String inWords(TrainingPlan plan) {
      return teachers.isEmpty()
          ? ""
          : String.format(
              Locale.ROOT,
              ", with %s (%.0f %% of the targets, %s)",
              Plural.count(teachers.size(), "teacher"),
              100 * plan.teacherWeight(),
              plan.teacherViews() ? "asked of every variation" : "asked of the images as they are");
    }
  }

  /**
   * @param trainedOn how many runs were trained on what
   * @param images of the validation split
   * @param methods the full model first
   */
  AblationTable(
      TrainingPlan plan,
      Taught taught,
      Map<String, Integer> trainedOn,
      int seeds,
      int images,
      List<Method> methods) {
    this.plan = plan;
    this.taught = taught;
    this.trainedOn = trainedOn;
    this.seeds = seeds;
    this.images = images;
    this.methods = List.copyOf(methods);
  }

  private List<Integer> epochs() {
    return List.copyOf(new TreeMap<>(methods.get(0).judgements()).keySet());
  }

  /** The tables for a document. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Plan `%s`, %s%s, %s, validation split (%,d images). Full model: multi-scale %s, attention %s, residual connections %s. %s, accuracies in percent; in brackets the difference to the full model with its 95 %% interval (%s). NLL: cross-entropy against FER+'s votes plus that of FER2013's labels, not calibrated, lower is better. One interval in twenty lies on one side of zero by chance. Corruptions: mean of twelve at the middle grade; uneven light: mean of side light and cast shadow at the middle grade.\n",
            plan.name(),
            Plural.count(plan.epochs(), "epoch"),
            taught.inWords(plan),
            Plural.count(seeds, "seed"),
            images,
            word(plan.network().multiScale()),
            word(plan.network().attention()),
            word(plan.network().residual()),
            seeds == 1 ? "Figures of one seed" : "Means over the seeds",
            seeds == 1
                ? "of other images; it says nothing of other seeds"
                : "of other images and seeds"));
    text.append(
        trainedOn.entrySet().stream()
            .map(each -> Plural.count(each.getValue(), "run") + " on " + each.getKey())
            .collect(Collectors.joining(", ", "Trained: ", ".\n")));
    if (judgedByAnEarlierVersion()) {
      text.append(
          "Runs of an earlier version were judged by less: figures that one of the seeds lacks are left out.\n");
    }
    if (taught.validationImages() > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "The teachers have learnt from %,d of these images, so that every figure of a network is too high.\n",
              taught.validationImages()));
    }
    text.append(
        "\n| method | parameters | multiply-accumulates | ms a face |\n|---|---|---|---|\n");
    for (Method method : methods) {
      text.append(costRow(method));
    }
    for (int epoch : epochs()) {
      for (Circumstances circumstances : Circumstances.values()) {
        text.append(table(epoch, circumstances));
      }
    }
    return text.toString();
  }

  private static String word(Enum<?> part) {
    return part.name().toLowerCase(Locale.ROOT);
  }

  private boolean judgedByAnEarlierVersion() {
    return methods.stream()
        .filter(method -> method.cost().multiplications() > 0)
        .flatMap(method -> method.judgements().values().stream().flatMap(List::stream))
        .anyMatch(judgement -> judgement.figures().size() < Metric.values().length);
  }

  /** Without the methods that were not judged then and there; empty if none was. */
  private String table(int epoch, Circumstances circumstances) {
    List<Metric> metrics = circumstances.metrics();
    List<Method> judged =
        methods.stream()
            .filter(
                method -> metrics.stream().anyMatch(each -> method.scores(epoch, each).isPresent()))
            .toList();
    if (judged.isEmpty()) {
      return "";
    }
    boolean clean = circumstances == Circumstances.NONE;
    StringBuilder text = new StringBuilder("\nAfter ");
    text.append(Plural.count(epoch, "epoch"));
    text.append(clean ? "" : ", " + circumstances.title()).append(":\n\n| method |");
    metrics.forEach(metric -> text.append(' ').append(metric.title()).append(" |"));
    text.append(clean ? " macro F1, FER+ |" : "").append("\n|---|");
    text.append("---|".repeat(metrics.size() + (clean ? 1 : 0))).append('\n');
    for (Method method : judged) {
      text.append("| ").append(method.title()).append(" |");
      metrics.forEach(metric -> text.append(' ').append(cell(method, epoch, metric)).append(" |"));
      text.append(clean ? String.format(Locale.ROOT, " %.3f |", method.macroF1(epoch)) : "");
      text.append('\n');
    }
    return text.toString();
  }

  private String costRow(Method method) {
    Cost cost = method.cost();
    if (cost.multiplications() == 0) {
      return String.format(Locale.ROOT, "| %s | %,d | | |\n", method.title(), cost.parameters());
    }
    Cost full = methods.get(0).cost();
    return String.format(
        Locale.ROOT,
        "| %s | %,d (%+.1f %%) | %,d (%+.1f %%) | %.2f |\n",
        method.title(),
        cost.parameters(),
        percentAbove(cost.parameters(), full.parameters()),
        cost.multiplications(),
        percentAbove(cost.multiplications(), full.multiplications()),
        cost.milliseconds());
  }

  private static double percentAbove(long value, long reference) {
    return 100.0 * (value - reference) / reference;
  }

  private String cell(Method method, int epoch, Metric metric) {
    Scores scores = method.scores(epoch, metric).orElse(null);
    if (scores == null) {
      return "";
    }
    double unit = metric.isShare() ? 100 : 1;
    int digits = metric.isShare() ? 2 : 3;
    String mean = decimal(unit * scores.mean(), digits);
    Scores full = methods.get(0).scores(epoch, metric).orElse(null);
    if (full == null || method.equals(methods.get(0))) {
      return mean;
    }
    Interval interval = scores.differenceTo(full);
    return "%s (%s: %s to %s)"
        .formatted(
            mean,
            signed(unit * (scores.mean() - full.mean()), digits),
            signed(unit * interval.low(), digits),
            signed(unit * interval.high(), digits));
  }

  private static String decimal(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String signed(double value, int digits) {
    return String.format(Locale.ROOT, "%+." + digits + "f", value);
  }

  /** The same as JSON, with the figures of every seed. */
  public String toJson() {
    ObjectNode root =
        JSON.createObjectNode()
            .put("schema", 2)
            .put("plan", plan.name())
            .put("epochs", plan.epochs())
            .put("seeds", seeds)
            .put("split", "validation");
    root.putObject("full_model")
        .put("multi_scale", word(plan.network().multiScale()))
        .put("attention", word(plan.network().attention()))
        .put("residual", word(plan.network().residual()));
    ArrayNode hardware = root.putArray("trained_on");
    trainedOn.forEach((on, runs) -> hardware.addObject().put("on", on).put("runs", runs));
    if (!taught.teachers().isEmpty()) {
      ObjectNode teaching =
          root.putObject("taught")
              .put("teacher_weight", plan.teacherWeight())
              .put("teacher_views", plan.teacherViews())
              .put("validation_images_learnt", taught.validationImages());
      taught.teachers().forEach(teaching.putArray("teachers")::add);
    }
    ArrayNode rows = root.putArray("methods");
    for (Method method : methods) {
      ObjectNode row =
          rows.addObject()
              .put("method", method.title())
              .put("parameters", method.cost().parameters());
      if (method.cost().multiplications() > 0) {
        row.put("multiply_accumulates", method.cost().multiplications())
            .put("milliseconds", method.cost().milliseconds());
      }
      ArrayNode epochs = row.putArray("after");
      new TreeMap<>(method.judgements())
          .keySet()
          .forEach(epoch -> figures(method, epoch, epochs.addObject().put("epoch", epoch)));
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void figures(Method method, int epoch, ObjectNode node) {
    Method full = methods.get(0);
    node.put("macro_f1", method.macroF1(epoch));
    for (Metric metric : Metric.values()) {
      Scores scores = method.scores(epoch, metric).orElse(null);
      if (scores == null) {
        continue;
      }
      ObjectNode figure = node.putObject(metric.id());
      put(figure, scores.mean(), scores.interval());
      ArrayNode each = figure.putArray("by_seed");
      for (double mean : scores.bySeed()) {
        each.add(mean);
      }
      if (!method.equals(full)) {
        full.scores(epoch, metric)
            .ifPresent(
                other ->
                    put(
                        figure.putObject("minus_full_model"),
                        scores.mean() - other.mean(),
                        scores.differenceTo(other)));
      }
    }
  }

  private static void put(ObjectNode node, double mean, Interval interval) {
    node.put("mean", mean).put("low", interval.low()).put("high", interval.high());
  }
}
