package dev.mien.expression.onnx;

import dev.mien.expression.AttentionMap;
import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.expression.ExpressionModel;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.Prediction;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import dev.mien.internal.OnnxSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An expression model in one self-describing ONNX file: grey bytes in; probabilities, logits,
 * embedding and attention out. Thread-safe.
 */
public final class OnnxExpressionModel implements ExpressionModel {
  private static final String INPUT = "faces";
  private static final String PROBABILITIES = "probabilities";
  private static final String PROBABILITIES_FER2013 = "probabilities_fer2013";
  private static final String LOGITS = "logits";
  private static final String EMBEDDING = "embedding";
  private static final String ATTENTION = "attention";
  private static final Set<String> OUTPUTS =
      Set.of(PROBABILITIES, PROBABILITIES_FER2013, LOGITS, EMBEDDING, ATTENTION);

  /** A batch takes some ten milliseconds; models of unknown origin may never answer. */
  private static final Duration LONGEST_RUN = Duration.ofSeconds(30);

  private static final int LARGEST_EMBEDDING = 65_536;
  private static final int LARGEST_ATTENTION_SIDE = 512;

  /** Larger batches gain no speed and take memory. */
  private static final int MAX_BATCH = 32;

  private final OnnxSession session;
  private final ModelCard card;

  private OnnxExpressionModel(OnnxSession session, ModelCard card) {
    this.session = session;
    this.card = card;
  }

  /**
   * Loads a model file.
   *
   * @param threads how many threads one prediction may use
   * @throws ModelException if the file is not such a model; the sentence says what is wrong
   */
  public static OnnxExpressionModel open(Path file, int threads) throws ModelException {
    return open(ModelFile.read(file), file.toString(), threads);
  }

  /**
   * Loads the content of a model file.
   *
   * @param name how messages call it
   * @param threads how many threads one prediction may use
   * @throws ModelException if it is not such a model, or does not answer two faces as one would
   */
  public static OnnxExpressionModel open(byte[] bytes, String name, int threads)
      throws ModelException {
    return open(bytes, name, threads, LONGEST_RUN);
  }

  static OnnxExpressionModel open(byte[] bytes, String name, int threads, Duration longestRun)
      throws ModelException {
    OnnxSession session;
    try {
      session = new OnnxSession(bytes, threads, longestRun);
    } catch (IllegalArgumentException e) {
      throw new ModelException(name + " is not a model or is damaged: " + e.getMessage(), e);
    }
    try {
      OnnxExpressionModel model = new OnnxExpressionModel(session, checkedCard(session));
      model.tryOut();
      return model;
    } catch (ModelException | RuntimeException e) {
      session.close();
      throw new ModelException(
          name + " is not an expression model that Mien can use: " + e.getMessage(), e);
    }
  }

  /** Lets the model answer once, so that one that cannot is refused here and not at first use. */
  private void tryOut() {
    int size = card.inputSize();
    AlignedFace face = new AlignedFace(size, new byte[size * size], Similarity.IDENTITY);
    predict(List.of(face, face));
  }

  private static ModelCard checkedCard(OnnxSession session) throws ModelException {
    String json = session.metadata().get(ModelCard.METADATA_KEY);
    if (json == null) {
      throw new ModelException("it carries no card (metadata " + ModelCard.METADATA_KEY + ")");
    }
    ModelCard card = ModelCard.parse(json);
    if (!session.inputs().equals(Set.of(INPUT))) {
      throw new ModelException(
          "its inputs are " + session.inputs() + " instead of [" + INPUT + "]");
    }
    if (!session.outputs().containsAll(OUTPUTS)) {
      throw new ModelException(
          "its outputs are " + session.outputs() + " but " + OUTPUTS + " are needed");
    }
    return card;
  }

  @Override
  public ModelCard card() {
    return card;
  }

  @Override
  public List<Prediction> predict(List<AlignedFace> faces) {
    List<Prediction> predictions = new ArrayList<>(faces.size());
    for (int start = 0; start < faces.size(); start += MAX_BATCH) {
      predictBatch(faces.subList(start, Math.min(faces.size(), start + MAX_BATCH)), predictions);
    }
    return predictions;
  }

  private void predictBatch(List<AlignedFace> faces, List<Prediction> predictions) {
    int size = card.inputSize();
    byte[] pixels = new byte[faces.size() * size * size];
    for (int i = 0; i < faces.size(); i++) {
      if (faces.get(i).size() != size) {
        throw new IllegalArgumentException(
            "the model reads faces of %d pixels, not %d".formatted(size, faces.get(i).size()));
      }
      System.arraycopy(faces.get(i).grey(), 0, pixels, i * size * size, size * size);
    }
    Map<String, float[]> outputs =
        session.run(INPUT, pixels, new long[] {faces.size(), 1, size, size}, OUTPUTS);
    checkAnswers(outputs, faces.size());
    for (int i = 0; i < faces.size(); i++) {
      float[] attention = row(outputs, ATTENTION, i, faces.size());
      int side = (int) Math.round(Math.sqrt(attention.length));
      predictions.add(
          new Prediction(
              EmotionScores.of(row(outputs, PROBABILITIES, i, faces.size())),
              row(outputs, PROBABILITIES_FER2013, i, faces.size()),
              row(outputs, LOGITS, i, faces.size()),
              row(outputs, EMBEDDING, i, faces.size()),
              new AttentionMap(side, side, attention)));
    }
  }

  private static void checkAnswers(Map<String, float[]> outputs, int count) {
    checkWidth(outputs, PROBABILITIES, count, Emotion.values().length);
    checkWidth(outputs, LOGITS, count, Emotion.values().length);
    checkWidth(outputs, PROBABILITIES_FER2013, count, Emotion.FER2013_ORDER.size());
    int embedding = outputs.getOrDefault(EMBEDDING, new float[0]).length / count;
    checkWidth(outputs, EMBEDDING, count, Math.min(LARGEST_EMBEDDING, Math.max(1, embedding)));
    int cells = outputs.getOrDefault(ATTENTION, new float[0]).length / count;
    int side = Math.min(LARGEST_ATTENTION_SIDE, (int) Math.round(Math.sqrt(cells)));
    checkWidth(outputs, ATTENTION, count, Math.max(1, side * side));
  }

  private static void checkWidth(Map<String, float[]> outputs, String name, int count, int width) {
    float[] values = outputs.getOrDefault(name, new float[0]);
    if (values.length != count * width) {
      throw new IllegalStateException(
          "its output %s has %d values for %d faces".formatted(name, values.length, count));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalStateException("its output " + name + " is not a finite number");
      }
    }
  }

  private static float[] row(Map<String, float[]> outputs, String name, int index, int count) {
    float[] all = outputs.getOrDefault(name, new float[0]);
    int width = all.length / count;
    return Arrays.copyOfRange(all, index * width, (index + 1) * width);
  }

  @Override
  public void close() {
    session.close();
  }
}
