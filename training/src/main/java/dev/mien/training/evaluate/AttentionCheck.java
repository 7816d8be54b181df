package dev.mien.training.evaluate;

import dev.mien.expression.AttentionMap;
import dev.mien.expression.Emotion;
import dev.mien.expression.ExpressionModel;
import dev.mien.expression.Prediction;
import dev.mien.face.AlignedFace;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.predict.Cropping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Whether the attention map means something: accuracy with the most attended fifth of the face
 * hidden, against a random fifth hidden (after Petsiuk et al., BMVC 2018). What is hidden are whole
 * cells of the map, filled with the mean of the face.
 *
 * @param images how many counted
 * @param clean accuracy with nothing hidden
 * @param attendedHidden with the most attended cells hidden
 * @param randomHidden with as many random cells hidden
 */
public record AttentionCheck(int images, double clean, double attendedHidden, double randomHidden) {
  /** The share of the face that is hidden. */
  public static final double SHARE = 0.2;

  private static final int BATCH = 32;

  /**
   * Checks a model on the samples that {@code protocol} counts.
   *
   * @param classes that can be answered
   */
  static AttentionCheck of(
      ExpressionModel model,
      List<Sample> samples,
      Protocol protocol,
      List<Emotion> classes,
      Cropping cropping) {
    List<Sample> counted = samples.stream().filter(s -> protocol.labelOf(s) >= 0).toList();
    int clean = 0;
    int attended = 0;
    int random = 0;
    for (int start = 0; start < counted.size(); start += BATCH) {
      List<Sample> batch = counted.subList(start, Math.min(counted.size(), start + BATCH));
      List<AlignedFace> faces = batch.stream().map(cropping::crop).toList();
      List<Prediction> predictions = model.predict(faces);
      List<AlignedFace> withoutAttended = new ArrayList<>();
      List<AlignedFace> withoutRandom = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        AttentionMap map = predictions.get(i).attention();
        withoutAttended.add(hide(faces.get(i), map, byAttention(map)));
        withoutRandom.add(hide(faces.get(i), map, shuffled(map, batch.get(i).row())));
      }
      clean += right(predictions, batch, protocol, classes);
      attended += right(model.predict(withoutAttended), batch, protocol, classes);
      random += right(model.predict(withoutRandom), batch, protocol, classes);
    }
    double count = Math.max(1, counted.size());
    return new AttentionCheck(counted.size(), clean / count, attended / count, random / count);
  }

  private static int right(
      List<Prediction> predictions,
      List<Sample> samples,
      Protocol protocol,
      List<Emotion> classes) {
    int right = 0;
    for (int i = 0; i < samples.size(); i++) {
      float[] scores =
          protocol.needsVotes()
              ? predictions.get(i).scores().toArray()
              : predictions.get(i).fer2013Probabilities();
      int answer = Evaluation.answer(classes, protocol, scores);
      right += answer == protocol.labelOf(samples.get(i)) ? 1 : 0;
    }
    return right;
  }

  private static List<Integer> byAttention(AttentionMap map) {
    return IntStream.range(0, map.width() * map.height())
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                (Integer cell) -> -map.weight(cell % map.width(), cell / map.width())))
        .toList();
  }

  private static List<Integer> shuffled(AttentionMap map, int row) {
    SplittableRandom random = new SplittableRandom(row);
    double[] keys = random.doubles((long) map.width() * map.height()).toArray();
    return IntStream.range(0, keys.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer cell) -> keys[cell]))
        .toList();
  }

  /** Fills the first cells of {@code order} with the mean of the face. */
  private static AlignedFace hide(AlignedFace face, AttentionMap map, List<Integer> order) {
    byte[] pixels = face.grey().clone();
    long sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    byte mean = (byte) (sum / pixels.length);
    int size = face.size();
    for (int cell : order.subList(0, (int) Math.round(SHARE * order.size()))) {
      int left = cell % map.width() * size / map.width();
      int right = (cell % map.width() + 1) * size / map.width();
      int bottom = (cell / map.width() + 1) * size / map.height();
      for (int y = cell / map.width() * size / map.height(); y < bottom; y++) {
        for (int x = left; x < right; x++) {
          pixels[y * size + x] = mean;
        }
      }
    }
    return new AlignedFace(size, pixels, face.toImage());
  }
}
