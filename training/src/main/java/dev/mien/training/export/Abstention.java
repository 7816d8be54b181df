package dev.mien.training.export;

import dev.mien.training.predict.Predictions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses the confidence below which an answer is better called uncertain: where it is as often
 * wrong as right.
 */
final class Abstention {
  private Abstention() {}

  /** Answers of neighbouring confidences, and how many of them are right. */
  private record Block(int first, int count, double right) {
    Block and(Block next) {
      return new Block(first, count + next.count, right + next.right);
    }

    double share() {
      return right / count;
    }
  }

  /**
   * The confidence, in hundredths, up to which at most half of the answers are right, if the share
   * of right answers is taken to rise with confidence (isotonic regression; Zadrozny and Elkan, KDD
   * 2002): a few wrong answers among confident ones do not move it.
   *
   * @param probabilities one row per sample
   * @param labels one per sample; -1 leaves the sample out
   * @return 0 if more than half are right everywhere
   */
  static double threshold(float[][] probabilities, int[] labels) {
    List<Integer> sorted =
        IntStream.range(0, labels.length)
            .filter(i -> labels[i] >= 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> confidence(probabilities[i])))
            .toList();
    Deque<Block> blocks = new ArrayDeque<>();
    for (int rank = 0; rank < sorted.size(); rank++) {
      int i = sorted.get(rank);
      int right = Predictions.argmax(probabilities[i]) == labels[i] ? 1 : 0;
      Block last = new Block(rank, 1, right);
      while (!blocks.isEmpty() && blocks.peekLast().share() >= last.share()) {
        last = blocks.removeLast().and(last);
      }
      blocks.addLast(last);
    }
    int unsure = 0;
    for (Block block : blocks) {
      if (block.share() <= 0.5) {
        unsure = block.first() + block.count();
      }
    }
    return unsure == 0
        ? 0
        : Math.min(
            1, (Math.floor(100 * confidence(probabilities[sorted.get(unsure - 1)])) + 1) / 100);
  }

  private static double confidence(float[] probabilities) {
    return probabilities[Predictions.argmax(probabilities)];
  }
}
