package dev.mien.training.evaluate;

import com.samskivert.mustache.Mustache;
import dev.mien.expression.Emotion;
import dev.mien.training.dataset.TwinSearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A report as one HTML page that needs nothing else: no script, no font, no picture file. */
public final class EvaluationHtml {
  private EvaluationHtml() {}

  /** The page. */
  public static String of(EvaluationReport report) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("title", "Evaluation of " + String.join(" + ", names(report)));
    page.put("date", report.date());
    page.put("split", report.split().label());
    page.put("notes", report.notes());
    page.put("models", report.models().stream().map(EvaluationHtml::model).toList());
    EvaluationReport.Measurement plain = report.measurements().get(0);
    page.put("how", plain.how());
    page.put("protocols", plain.evaluations().stream().map(EvaluationHtml::protocol).toList());
    List<Map<String, Object>> others =
        report.measurements().stream()
            .skip(1)
            .flatMap(
                other -> other.evaluations().stream().map(one -> otherFigure(other.how(), one)))
            .toList();
    page.put("hasOthers", !others.isEmpty());
    page.put("others", others);
    addExtras(page, report);
    return Mustache.compiler().defaultValue("").compile(template()).execute(page);
  }

  private static List<String> names(EvaluationReport report) {
    return report.models().stream().map(EvaluationReport.Model::name).toList();
  }

  private static String template() {
    try (InputStream in = EvaluationHtml.class.getResourceAsStream("evaluation.mustache")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> model(EvaluationReport.Model model) {
    return Map.of(
        "name", model.name(),
        "file", model.file(),
        "sha256", model.sha256(),
        "parameters", format("%,d", model.size().parameters()),
        "macs", format("%.0f million", model.size().multiplications() / 1e6),
        "megabytes", format("%.1f MB", model.size().bytes() / 1e6),
        "milliseconds", format("%.2f ms", model.milliseconds()));
  }

  private static Map<String, Object> protocol(Evaluation evaluation) {
    ConfusionMatrix matrix = evaluation.matrix();
    Map<String, Object> map = new LinkedHashMap<>(figure(evaluation));
    map.put("title", evaluation.protocol().title());
    map.put("id", evaluation.protocol().id());
    map.put("macroPrecision", format("%.3f", matrix.macroPrecision()));
    map.put("balanced", percent(matrix.macroRecall()));
    map.put("weightedF1", format("%.3f", matrix.weightedF1()));
    map.put("area", format("%.3f", evaluation.riskCoverage().area()));
    map.put("divergence", divergence(evaluation));
    map.put("reliability", Charts.reliability(evaluation));
    map.put("riskCoverage", Charts.riskCoverage(evaluation));
    map.put("heads", evaluation.classes().stream().map(Emotion::label).toList());
    map.put(
        "rows", IntStream.range(0, matrix.classes()).mapToObj(c -> row(evaluation, c)).toList());
    return map;
  }

  private static String divergence(Evaluation evaluation) {
    return Double.isNaN(evaluation.divergence())
        ? "no votes"
        : format("%.3f", evaluation.divergence());
  }

  private static Map<String, Object> figure(Evaluation evaluation) {
    Interval interval = evaluation.interval();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("images", format("%,d", evaluation.matrix().total()));
    map.put("accuracy", percent(evaluation.matrix().accuracy()));
    map.put("interval", format("%.2f to %.2f", 100 * interval.low(), 100 * interval.high()));
    map.put("topTwo", percent(evaluation.topTwo()));
    map.put("macroF1", format("%.3f", evaluation.matrix().macroF1()));
    map.put("ece", format("%.3f", evaluation.calibrationError()));
    return map;
  }

  private static Map<String, Object> otherFigure(String how, Evaluation evaluation) {
    Map<String, Object> map = new LinkedHashMap<>(figure(evaluation));
    map.put("how", how);
    map.put("title", evaluation.protocol().title());
    return map;
  }

  private static Map<String, Object> row(Evaluation evaluation, int actual) {
    ConfusionMatrix matrix = evaluation.matrix();
    List<Map<String, Object>> cells = new ArrayList<>();
    for (int predicted = 0; predicted < matrix.classes(); predicted++) {
      int count = matrix.count(actual, predicted);
      double share = (double) count / Math.max(1, matrix.support(actual));
      cells.add(
          Map.of(
              "count",
              count,
              "share",
              format("%.0f", 100 * share),
              "shade",
              format("%.2f", Math.sqrt(share)),
              "ink",
              share > 0.25 ? "light" : "dark",
              "diagonal",
              predicted == actual ? "right" : ""));
    }
    return Map.of(
        "label", evaluation.classes().get(actual).label(),
        "cells", cells,
        "precision", format("%.3f", matrix.precision(actual)),
        "recall", format("%.3f", matrix.recall(actual)),
        "f1", format("%.3f", matrix.f1(actual)),
        "support", format("%,d", matrix.support(actual)));
  }

  private static void addExtras(Map<String, Object> page, EvaluationReport report) {
    Duplicates duplicates = report.duplicates();
    if (duplicates != null) {
      page.put(
          "duplicates",
          Map.of(
              "images", format("%,d", duplicates.pairs().size()),
              "contradictions", format("%,d", duplicates.contradictions()),
              "correlation", TwinSearch.NEARLY_IDENTICAL));
    }
    page.put("groupings", report.groups().stream().map(EvaluationHtml::groups).toList());
    Robustness stress = report.stress();
    if (stress != null) {
      page.put(
          "stress",
          Map.of(
              "protocol", stress.protocol().title(),
              "clean", percent(stress.clean()),
              "middle", percent(stress.mean(Corruption.MIDDLE)),
              "drop", format("%.1f", 100 * (stress.clean() - stress.mean(Corruption.MIDDLE))),
              "chart", Charts.stress(stress),
              "rows", EvaluationTable.stressRows(stress)));
    }
    AttentionCheck attention = report.attention();
    if (attention != null) {
      page.put(
          "attention",
          Map.of(
              "clean", percent(attention.clean()),
              "attended", percent(attention.attendedHidden()),
              "random", percent(attention.randomHidden()),
              "images", format("%,d", attention.images())));
    }
  }

  private static Map<String, Object> groups(GroupFigures figures) {
    return Map.of(
        "title", figures.protocol().title(),
        "by", figures.by(),
        "difference", GroupTable.difference(figures),
        "heads", figures.classes().stream().map(Emotion::label).toList(),
        "groups",
            figures.groups().stream()
                .map(group -> group(group, figures.classes().size()))
                .toList());
  }

  private static Map<String, Object> group(GroupFigures.Group group, int classes) {
    Evaluation evaluation = group.evaluation();
    Interval interval = evaluation.interval();
    Interval uncertain = group.uncertainInterval();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", group.name());
    map.put("images", format("%,d", group.images()));
    map.put("accuracy", percent(evaluation.matrix().accuracy()));
    map.put("interval", format("%.1f to %.1f", 100 * interval.low(), 100 * interval.high()));
    map.put("width", format("%.1f", 100 * evaluation.matrix().accuracy()));
    map.put("low", format("%.1f", 100 * interval.low()));
    map.put("range", format("%.1f", 100 * (interval.high() - interval.low())));
    map.put("ece", format("%.3f", evaluation.calibrationError()));
    map.put(
        "uncertain",
        format(
            "%.1f %% (%.1f to %.1f)",
            100.0 * group.uncertain() / group.images(),
            100 * uncertain.low(),
            100 * uncertain.high()));
    map.put(
        "answered",
        IntStream.range(0, classes)
            .mapToObj(c -> format("%.0f %%", 100 * group.answered(c)))
            .toList());
    return map;
  }

  private static String percent(double share) {
    return format("%.2f %%", 100 * share);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
