package dev.mien.training.train;

import dev.mien.expression.ModelException;
import dev.mien.expression.OnnxExpressionModel;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Targets;
import dev.mien.training.predict.Answers;
import dev.mien.training.predict.Cropping;
import java.util.ArrayList;
import java.util.List;

/** Models whose calibrated answers on the training images, averaged, join the targets. */
final class Teachers {
  private Teachers() {}

  /**
   * What the teachers say, averaged; asked once per run, of the images as they are.
   *
   * @param samples of the training split
   */
  static Targets ask(List<byte[]> models, List<Sample> samples) throws ModelException {
    List<Answers> all = new ArrayList<>();
    int threads = Runtime.getRuntime().availableProcessors();
    for (byte[] model : models) {
      try (OnnxExpressionModel teacher = OnnxExpressionModel.open(model, "the teacher", threads)) {
        all.add(Answers.of(teacher, samples, Cropping.asItIs(), done -> {}));
      }
    }
    Answers mean = Answers.mean(all);
    return new Targets(mean.ferPlus(), mean.fer2013());
  }
}
