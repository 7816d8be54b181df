package dev.mien.training.baseline;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import java.util.List;

/**
 * A linear support vector machine over fixed features, one class against the rest, by LIBLINEAR
 * (Fan et al., JMLR 2008).
 */
public final class LinearSvm {
  private static final double COST = 0.1;
  private static final int ITERATIONS = 300;
  private static final double PRECISION = 0.05;

  /** Added to every face, so that a plane need not go through the origin. */
  private static final double BIAS = 1;

  private final Features features;
  private final Model model;

  private LinearSvm(Features features, Model model) {
    this.features = features;
    this.model = model;
  }

  /**
   * Trains on the samples that {@code protocol} counts.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static LinearSvm train(Features features, List<Sample> samples, Protocol protocol) {
    List<Sample> counted = samples.stream().filter(s -> protocol.labelOf(s) >= 0).toList();
    if (counted.isEmpty()) {
      throw new IllegalArgumentException("no sample has a label under " + protocol.id());
    }
    Problem problem = new Problem();
    problem.l = counted.size();
    problem.n = features.of(counted.get(0).pixels()).length + 1;
    problem.bias = BIAS;
    problem.y = counted.stream().mapToDouble(protocol::labelOf).toArray();
    problem.x =
        counted.stream().map(sample -> row(features.of(sample.pixels()))).toArray(Feature[][]::new);
    Linear.disableDebugOutput();
    Parameter parameter =
        new Parameter(SolverType.L2R_L2LOSS_SVC_DUAL, COST, PRECISION, ITERATIONS, 0);
    return new LinearSvm(features, Linear.train(problem, parameter));
  }

  /** Sparse, counted from 1, the bias last. */
  private static Feature[] row(double[] values) {
    Feature[] row = new Feature[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      row[i] = new FeatureNode(i + 1, values[i]);
    }
    row[values.length] = new FeatureNode(values.length + 1, BIAS);
    return row;
  }

  /** How many numbers were learnt: a weight per feature and class, and a bias per class. */
  public long parameters() {
    return (model.getNrFeature() + 1L) * model.getNrClass();
  }

  /** The class of every sample, as an index into the protocol's classes. */
  public int[] predict(List<Sample> samples) {
    return samples.stream()
        .mapToInt(sample -> (int) Linear.predict(model, row(features.of(sample.pixels()))))
        .toArray();
  }
}
