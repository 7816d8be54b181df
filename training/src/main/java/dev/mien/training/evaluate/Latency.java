package dev.mien.training.evaluate;

import dev.mien.expression.ExpressionModel;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import dev.mien.training.dataset.Sample;
import java.util.Arrays;
import java.util.List;

/** How long a model takes for one face; a quick look. {@code bench/} measures properly. */
final class Latency {
  private static final int WARM_UP = 60;
  private static final int ROUNDS = 300;

  private Latency() {}

  /**
   * The median of 300 single faces, in milliseconds.
   *
   * @param model opened with one thread
   */
  static double milliseconds(ExpressionModel model) {
    int size = model.card().inputSize();
    byte[] grey = new byte[size * size];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (i * 31 % Sample.SIZE * 5);
    }
    List<AlignedFace> face = List.of(new AlignedFace(size, grey, Similarity.IDENTITY));
    double[] times = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long start = System.nanoTime();
      model.predict(face);
      if (round >= 0) {
        times[round] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(times);
    return times[ROUNDS / 2];
  }
}
