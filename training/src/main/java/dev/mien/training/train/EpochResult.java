package dev.mien.training.train;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * One line of the training log.
 *
 * @param epoch how many epochs are done
 * @param loss mean training loss of the epoch
 * @param learningRate at its end
 * @param ferplusAccuracy FER+ strict majority on the validation split, averaged weights; NaN
 *     without votes
 * @param fer2013Accuracy FER2013 on the validation split, averaged weights
 * @param validationLoss on the validation split, averaged weights: the mean per image of the
 *     cross-entropy against the shares of FER+'s votes, plus that of the cross-entropy of FER2013's
 *     labels, in nats
 * @param seconds how long the epoch took, validation included
 * @param imagesPerSecond training images only
 * @param device that computed it, never {@link Device#AUTO}; null in logs of earlier versions
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EpochResult(
    int epoch,
    double loss,
    double learningRate,
    double ferplusAccuracy,
    double fer2013Accuracy,
    double validationLoss,
    double seconds,
    double imagesPerSecond,
    @Nullable Device device) {

  /** The figure by which the epoch to keep is chosen: the mean of both accuracies. */
  public double selection() {
    return Double.isNaN(ferplusAccuracy)
        ? fer2013Accuracy
        : (ferplusAccuracy + fer2013Accuracy) / 2;
  }
}
