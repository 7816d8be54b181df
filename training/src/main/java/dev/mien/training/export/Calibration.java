package dev.mien.training.export;

import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.train.Logits;
import java.util.Arrays;
import java.util.List;

/**
 * What makes probabilities of logits, fitted on the validation split.
 *
 * @param temperature of the eight
 * @param temperatureFer2013 of the seven
 * @param uncertainBelow the confidence below which an answer is better called uncertain
 */
record Calibration(double temperature, double temperatureFer2013, double uncertainBelow) {

  /** Probabilities are the softmax of the logits as they are; no answer is called uncertain. */
  static final Calibration NONE = new Calibration(1, 1, 0);

  /** Fits. A head without labels keeps temperature 1. */
  static Calibration fit(Logits logits, List<Sample> validation) {
    int[] majority = Protocol.FERPLUS_MAJORITY.labelsOf(validation);
    int[] labels = Protocol.FER2013.labelsOf(validation);
    double temperature = fit(logits.ferPlus(), majority);
    float[][] probabilities =
        Arrays.stream(logits.ferPlus())
            .map(row -> Logits.softmax(row, temperature))
            .toArray(float[][]::new);
    return new Calibration(
        temperature, fit(logits.fer2013(), labels), Abstention.threshold(probabilities, majority));
  }

  private static double fit(float[][] logits, int[] labels) {
    return Arrays.stream(labels).anyMatch(label -> label >= 0)
        ? TemperatureScaling.fit(logits, labels)
        : 1;
  }
}
