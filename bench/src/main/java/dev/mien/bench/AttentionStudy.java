package dev.mien.bench;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mien.expression.Prediction;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.training.dataset.FerReader;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Votes;
import dev.mien.training.evaluate.Corruption;
import dev.mien.training.network.ModelMetadata;
import dev.mien.training.network.OnnxTensors;
import dev.mien.training.predict.Cropping;
import dev.mien.training.predict.Predictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What a trained model's attention does: the model as it is against the same model whose attention
 * no longer depends on the face, each factor being held at its mean over training images. It says
 * whether the model uses its attention, not whether one trained without would be worse; that is
 * what {@code mien ablate} says.
 *
 * <p>Arguments: the data, the votes, then models that have not learnt from the validation split, by
 * name or file. NLL is, per image, the cross-entropy against FER2013's label plus that against the
 * shares of FER+'s votes, if it has any; accuracy under corruptions is the mean over all of them at
 * the middle grade. {@code -Dcorruptions=false} leaves the corrupted images out, which take most of
 * the time.
 */
public final class AttentionStudy {
  private static final int CALIBRATION = 2000;
  private static final int RESAMPLES = 2000;
  private static final List<Corruption> CORRUPTIONS =
      Boolean.parseBoolean(System.getProperty("corruptions", "true"))
          ? Corruption.STRESS
          : List.of();

  /** The output that carries attention factors out of the model. */
  private static final String CARRIER = "embedding";

  private AttentionStudy() {}

  /** Prints a table per model. */
  public static void main(String[] arguments) throws IOException {
    List<Sample> samples = FerReader.read(Path.of(arguments[0]), Path.of(arguments[1]));
    List<Sample> validation = Split.VALIDATION.of(samples);
    List<Sample> training = Split.TRAINING.of(samples);
    List<Sample> calibration =
        IntStream.range(0, CALIBRATION)
            .mapToObj(i -> training.get((int) ((long) i * training.size() / CALIBRATION)))
            .toList();
    for (String name : Arrays.asList(arguments).subList(2, arguments.length)) {
      byte[] file = InstalledModels.read(name);
      if (ModelMetadata.trainingImages(file).holdMostOf(validation)) {
        throw new IllegalArgumentException(name + " has learnt from the validation split");
      }
      measure(name, ModelProto.parseFrom(file), calibration, validation);
    }
  }

  private static void measure(
      String name, ModelProto model, List<Sample> calibration, List<Sample> validation)
      throws IOException {
    Map<String, float[]> channels = means(model, AttentionStudy::isChannelAttention, calibration);
    Map<String, float[]> positions = means(model, AttentionStudy::isPositionAttention, calibration);
    Map<String, float[]> both = new LinkedHashMap<>(channels);
    both.putAll(positions);
    Figures full = Figures.of(model.toByteArray(), validation);
    System.out.printf(
        Locale.ROOT,
        "%n%s: attention over channels in %d places, over positions in %d; %,d images%n%n| attention | %s |%n|---|%s%n",
        name,
        channels.size(),
        positions.size(),
        validation.size(),
        String.join(" | ", Figures.TITLES.subList(0, full.byMeasure().size())),
        "---|".repeat(full.byMeasure().size()));
    System.out.println("| as it is | " + full.row(full) + " |");
    Map<String, Map<String, float[]>> variants = new LinkedHashMap<>();
    variants.put("over channels held at its mean", channels);
    variants.put("over positions held at its mean", positions);
    variants.put("both held at their means", both);
    for (Map.Entry<String, Map<String, float[]>> variant : variants.entrySet()) {
      byte[] held = withHeld(model, variant.getValue()).toByteArray();
      System.out.printf("| %s | %s |%n", variant.getKey(), Figures.of(held, validation).row(full));
    }
  }

  /** Squeeze and excitation ends in a sigmoid of a fully connected layer. */
  private static Predicate<NodeProto> isChannelAttention(GraphProto graph) {
    return node ->
        node.getOpType().equals("Sigmoid")
            && graph.getNodeList().stream()
                .anyMatch(
                    other ->
                        other.getOpType().equals("Gemm")
                            && other.getOutput(0).equals(node.getInput(0)));
  }

  /** Pooling weighs positions by a softmax over the last of three axes. */
  private static Predicate<NodeProto> isPositionAttention(GraphProto graph) {
    return node ->
        node.getOpType().equals("Softmax")
            && node.getAttributeList().stream()
                .anyMatch(attribute -> attribute.getName().equals("axis") && attribute.getI() == 2);
  }

  /** The mean over faces of every output of some nodes, by the output's name. */
  private static Map<String, float[]> means(
      ModelProto model, Function<GraphProto, Predicate<NodeProto>> kind, List<Sample> calibration)
      throws IOException {
    Map<String, float[]> means = new LinkedHashMap<>();
    Predicate<NodeProto> isWanted = kind.apply(model.getGraph());
    for (NodeProto node : model.getGraph().getNodeList()) {
      if (isWanted.test(node)) {
        means.put(node.getOutput(0), mean(carrying(model, node.getOutput(0)), calibration));
      }
    }
    return means;
  }

  private static float[] mean(byte[] model, List<Sample> calibration) throws IOException {
    Cropping cropping = Cropping.asItIs();
    try (OnnxExpressionModel onnx = OnnxExpressionModel.open(model, "the model", 2)) {
      double[] sums = new double[0];
      for (Prediction prediction :
          onnx.predict(calibration.stream().map(cropping::crop).toList())) {
        float[] factors = prediction.embedding();
        sums = sums.length == 0 ? new double[factors.length] : sums;
        for (int i = 0; i < sums.length; i++) {
          sums[i] += factors[i];
        }
      }
      float[] means = new float[sums.length];
      for (int i = 0; i < means.length; i++) {
        means[i] = (float) (sums[i] / calibration.size());
      }
      return means;
    }
  }

  /** The model with a tensor, flat, in place of its embedding. */
  private static byte[] carrying(ModelProto model, String tensor) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      replace(node, CARRIER, CARRIER + "_of_the_model");
    }
    graph.addNode(NodeProto.newBuilder().setOpType("Flatten").addInput(tensor).addOutput(CARRIER));
    for (int i = 0; i < graph.getOutputCount(); i++) {
      if (graph.getOutput(i).getName().equals(CARRIER)) {
        graph.setOutput(i, graph.getOutput(i).toBuilder().clearType());
      }
    }
    return model.toBuilder().setGraph(graph).build().toByteArray();
  }

  private static void replace(NodeProto.Builder node, String from, String to) {
    for (int i = 0; i < node.getInputCount(); i++) {
      if (node.getInput(i).equals(from)) {
        node.setInput(i, to);
      }
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      if (node.getOutput(i).equals(from)) {
        node.setOutput(i, to);
      }
    }
  }

  /** The model with tensors that no longer depend on the face: nothing of them, and their mean. */
  private static ModelProto withHeld(ModelProto model, Map<String, float[]> held) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    graph.clearNode().addInitializer(OnnxTensors.floats("held_zero", new float[] {0}, 1));
    for (NodeProto original : model.getGraph().getNodeList()) {
      String output = original.getOutput(0);
      float[] mean = held.get(output);
      if (mean == null) {
        graph.addNode(original);
        continue;
      }
      graph.addNode(original.toBuilder().setOutput(0, output + "_free"));
      graph.addInitializer(OnnxTensors.floats(output + "_mean", mean, mean.length));
      graph.addNode(node("Mul", output + "_free", "held_zero", output + "_nothing"));
      graph.addNode(node("Add", output + "_nothing", output + "_mean", output));
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private static NodeProto node(String operator, String first, String second, String output) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addInput(first)
        .addInput(second)
        .addOutput(output)
        .build();
  }

  /**
   * One figure per image and measure; images that do not count in a protocol are left out of it.
   */
  private record Figures(List<double[]> byMeasure) {
    static final List<String> TITLES =
        List.of(
            "FER+ strict majority",
            "FER2013",
            "NLL",
            "FER+ under corruptions",
            "FER2013 under corruptions");

    private static final int LOSS = 2;

    static Figures of(byte[] file, List<Sample> samples) throws IOException {
      try (OnnxExpressionModel model = OnnxExpressionModel.open(file, "the model", 2)) {
        Predictions clean = ask(model, samples);
        List<double[]> figures = new ArrayList<>();
        figures.add(Predictions.right(Protocol.FERPLUS_MAJORITY, samples, clean.ferPlus()));
        figures.add(Predictions.right(Protocol.FER2013, samples, clean.fer2013()));
        figures.add(losses(samples, clean));
        double[] votes = new double[figures.get(0).length];
        double[] labels = new double[figures.get(1).length];
        for (Corruption corruption : CORRUPTIONS) {
          Predictions answers = ask(model, corruption.apply(samples, Corruption.MIDDLE));
          add(votes, Predictions.right(Protocol.FERPLUS_MAJORITY, samples, answers.ferPlus()));
          add(labels, Predictions.right(Protocol.FER2013, samples, answers.fer2013()));
        }
        if (!CORRUPTIONS.isEmpty()) {
          figures.add(votes);
          figures.add(labels);
        }
        return new Figures(figures);
      }
    }

    private static Predictions ask(OnnxExpressionModel model, List<Sample> samples) {
      return Predictions.of(model, samples, Cropping.asItIs(), done -> {});
    }

    private static void add(double[] sum, double[] right) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += right[i] / CORRUPTIONS.size();
      }
    }

    /** Against the label of FER2013 and, for images with votes, the shares of these. */
    private static double[] losses(List<Sample> samples, Predictions answers) {
      return IntStream.range(0, samples.size())
          .mapToDouble(
              i -> {
                int label = Protocol.FER2013.labelOf(samples.get(i));
                double loss = -Math.log(Math.max(1e-12, answers.fer2013()[i][label]));
                Votes votes = samples.get(i).votes();
                float[] shares = votes == null ? new float[0] : votes.distribution();
                for (int c = 0; c < shares.length; c++) {
                  loss -= shares[c] * Math.log(Math.max(1e-12, answers.ferPlus()[i][c]));
                }
                return loss;
              })
          .toArray();
    }

    /** The means, each with its difference to the model as it is and the 95 % interval of that. */
    String row(Figures full) {
      List<String> cells = new ArrayList<>();
      for (int m = 0; m < byMeasure.size(); m++) {
        double unit = m == LOSS ? 1 : 100;
        String format = m == LOSS ? "%.3f" : "%.2f";
        String cell = String.format(Locale.ROOT, format, unit * mean(byMeasure.get(m)));
        cells.add(
            full == this ? cell : cell + difference(byMeasure.get(m), full.byMeasure.get(m), unit));
      }
      return String.join(" | ", cells);
    }

    private static double mean(double[] values) {
      return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static String difference(double[] held, double[] full, double unit) {
      SplittableRandom random = new SplittableRandom(1);
      double[] means = new double[RESAMPLES];
      for (int r = 0; r < RESAMPLES; r++) {
        double sum = 0;
        for (int i = 0; i < held.length; i++) {
          int image = random.nextInt(held.length);
          sum += held[image] - full[image];
        }
        means[r] = unit * sum / held.length;
      }
      Arrays.sort(means);
      String format = unit == 1 ? " (%+.3f: %+.3f to %+.3f)" : " (%+.2f: %+.2f to %+.2f)";
      return String.format(
          Locale.ROOT,
          format,
          unit * (mean(held) - mean(full)),
          means[(int) (0.025 * RESAMPLES)],
          means[(int) (0.975 * RESAMPLES)]);
    }
  }
}
