package dev.mien.expression;

import dev.mien.face.AlignedFace;
import java.util.List;

/** Reads expressions from aligned faces. Implementations are thread-safe. */
public interface ExpressionModel extends AutoCloseable {
  /** The model's own description. */
  ModelCard card();

  /**
   * Predicts for any number of faces; the answer for a face does not depend on the others.
   *
   * @throws IllegalArgumentException if a face is not of the size that the card names
   */
  List<Prediction> predict(List<AlignedFace> faces);

  @Override
  void close();
}
