package dev.mien.bench;

import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleSupplier;

/**
 * What a face costs several expression models on one thread, one face at a time and in batches of
 * sixteen: the models take turns, so that what else the machine does falls on all of them. Prints
 * medians over the rounds, their range, and the ratio of the medians to that of the first model.
 */
public final class ModelTurns {
  private static final int FACES = 256;
  private static final int BATCH = 16;

  private ModelTurns() {}

  /** Runs: names or files of models; without, the installed ones and their forms. */
  public static void main(String[] arguments) throws IOException {
    List<String> names =
        arguments.length > 0
            ? List.of(arguments)
            : List.of("base", "base-int8", "small", "small-int8");
    List<OnnxExpressionModel> models = new ArrayList<>();
    for (String name : names) {
      models.add(OnnxExpressionModel.open(InstalledModels.read(name), name, 1));
    }
    for (int size : new int[] {1, BATCH}) {
      List<Turns> turns =
          Turns.of(
              models.stream()
                  .<DoubleSupplier>map(model -> () -> millisecondsPerFace(model, size))
                  .toList());
      System.out.printf("%nms a face, %d at a time%n", size);
      for (int m = 0; m < names.size(); m++) {
        System.out.printf(
            Locale.ROOT,
            "%-12s %6.2f %s   ratio %.2f%n",
            names.get(m),
            turns.get(m).median(),
            turns.get(m).range(2),
            turns.get(m).median() / turns.get(0).median());
      }
    }
    models.forEach(OnnxExpressionModel::close);
  }

  private static double millisecondsPerFace(OnnxExpressionModel model, int size) {
    List<AlignedFace> faces = Collections.nCopies(size, noise(model.card().inputSize()));
    long start = System.nanoTime();
    for (int done = 0; done < FACES; done += size) {
      model.predict(faces);
    }
    return (System.nanoTime() - start) / 1e6 / FACES;
  }

  /** The time does not depend on what is seen. */
  private static AlignedFace noise(int side) {
    byte[] pixels = new byte[side * side];
    new Random(1).nextBytes(pixels);
    return new AlignedFace(side, pixels, Similarity.IDENTITY);
  }
}
