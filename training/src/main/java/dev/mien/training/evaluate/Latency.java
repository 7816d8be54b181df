package dev.mien.training.evaluate;

import dev.mien.expression.ExpressionModel;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import dev.mien.training.dataset.Sample;
import java.util.Arrays;
import java.util.List;

/** How long a model takes for one face; a quick look. {@code bench/} measures properly. */
public final class Latency {
  private static final int WARM_UP = 60;
  private static final int ROUNDS = 300;

  private Latency() {}

  /**
   * The median of 300 single faces, in milliseconds.
   *
   * @param model opened with one thread
   */
  static double milliseconds(ExpressionModel model) {
    return inTurns(List.of(model))[0];
  }

  /**
   * The median of 300 single faces for each of several models, in milliseconds. The models take
   * turns, so that other work on the machine meets all of them.
   *
   * @param models opened with one thread, for faces of one size
   */
  public static double[] inTurns(List<? extends ExpressionModel> models) {
    int size = models.get(0).card().inputSize();
    byte[] grey = new byte[size * size];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (i * 31 % Sample.SIZE * 5);
    }
    List<AlignedFace> face = List.of(new AlignedFace(size, grey, Similarity.IDENTITY));
    double[][] times = new double[models.size()][ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (int m = 0; m < times.length; m++) {
        long start = System.nanoTime();
        models.get(m).predict(face);
        if (round >= 0) {
          times[m][round] = (System.nanoTime() - start) / 1e6;
        }
      }
    }
    return Arrays.stream(times).mapToDouble(Latency::median).toArray();
  }

  private static double median(double[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
