package dev.mien.training.baseline;

import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import java.util.List;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.classification.liblinear.LinearClassificationType.LinearType;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * A linear support vector machine over fixed features, one class against the rest, by LIBLINEAR
 * (Fan et al., JMLR 2008) through Tribuo.
 */
public final class LinearSvm {
  private static final double COST = 0.1;
  private static final int ITERATIONS = 300;
  private static final double PRECISION = 0.05;

  private final Features features;
  private final String[] names;
  private final Model<Label> model;

  private LinearSvm(Features features, String[] names, Model<Label> model) {
    this.features = features;
    this.names = names;
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
    int length = features.of(counted.get(0).pixels()).length;
    String[] names = IntStream.range(0, length).mapToObj("f%04d"::formatted).toArray(String[]::new);
    LabelFactory labels = new LabelFactory();
    MutableDataset<Label> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance("training split", labels), labels);
    for (Sample sample : counted) {
      Label label = new Label(String.valueOf(protocol.labelOf(sample)));
      dataset.add(example(label, names, features.of(sample.pixels())));
    }
    LibLinearClassificationTrainer trainer =
        new LibLinearClassificationTrainer(
            new LinearClassificationType(LinearType.L2R_L2LOSS_SVC_DUAL),
            COST,
            ITERATIONS,
            PRECISION);
    return new LinearSvm(features, names, trainer.train(dataset));
  }

  private static Example<Label> example(Label label, String[] names, double[] values) {
    return new ArrayExample<>(label, names, values);
  }

  /** How many numbers were learnt: a weight per feature and class, and a bias per class. */
  public long parameters() {
    return (names.length + 1L) * model.getOutputIDInfo().size();
  }

  /** The class of every sample, as an index into the protocol's classes. */
  public int[] predict(List<Sample> samples) {
    return samples.stream()
        .mapToInt(
            sample ->
                Integer.parseInt(
                    model
                        .predict(
                            example(
                                LabelFactory.UNKNOWN_LABEL, names, features.of(sample.pixels())))
                        .getOutput()
                        .getLabel()))
        .toArray();
  }
}
