package dev.mien.training.audit;

import dev.mien.training.dataset.GreyPixels;
import dev.mien.training.dataset.Sample;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Answers with the label of the training image that is most similar on a thumbnail of 12 x 12 grey
 * values of mean 0 and length 1. It cannot have learnt what an expression is: what it gets right
 * beyond the classes' shares it knows from images that look the same.
 */
final class NearestNeighbour {
  private static final int GRID = 12;

  private final List<float[]> thumbnails;
  private final int[] labels;

  /** Stores the images. */
  NearestNeighbour(List<Sample> training) {
    thumbnails = training.parallelStream().map(NearestNeighbour::thumbnail).toList();
    labels = training.stream().mapToInt(Sample::label).toArray();
  }

  private static float[] thumbnail(Sample sample) {
    return GreyPixels.standardised(GreyPixels.means(sample.pixels(), GRID));
  }

  /** The label of each sample's nearest training image. */
  int[] answers(List<Sample> tested) {
    return tested.parallelStream().mapToInt(this::answer).toArray();
  }

  private int answer(Sample sample) {
    float[] own = thumbnail(sample);
    int best = 0;
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < labels.length; i++) {
      float similarity = GreyPixels.dot(own, thumbnails.get(i));
      if (similarity > highest) {
        highest = similarity;
        best = i;
      }
    }
    return labels[best];
  }

  /** The accuracy on some samples. */
  LeakTable.Figure test(String how, List<Sample> tested) {
    return right(how, answers(tested), tested);
  }

  /** The accuracy of given answers. */
  static LeakTable.Figure right(String how, int[] answers, List<Sample> tested) {
    int right =
        (int)
            IntStream.range(0, answers.length)
                .filter(i -> answers[i] == tested.get(i).label())
                .count();
    return new LeakTable.Figure(how, right, answers.length);
  }
}
