package dev.mien.expression;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges the training prior of a model's answers for that of the faces at hand: none, a known
 * one, or one that is estimated from the answers themselves as they come. Thread-safe.
 */
public final class PriorCorrection {
  /** The estimate rests on the latest so many faces. */
  private static final int REMEMBERED = 4096;

  /** So many new faces improve the estimate by one step. */
  private static final int FACES_PER_STEP = 8;

  private final @Nullable ClassPrior trained;
  private final boolean estimating;
  private final Deque<EmotionScores> latest = new ArrayDeque<>();
  private volatile @Nullable ClassPrior target;
  private int sinceStep;

  private PriorCorrection(
      @Nullable ClassPrior trained, @Nullable ClassPrior target, boolean estimating) {
    this.trained = trained;
    this.target = target;
    this.estimating = estimating;
  }

  /** Answers stay as they are. */
  public static PriorCorrection none() {
    return new PriorCorrection(null, null, false);
  }

  /**
   * Towards a known prior.
   *
   * @throws ModelException if the model's card holds no training prior
   */
  public static PriorCorrection to(ClassPrior target, ModelCard card) throws ModelException {
    return new PriorCorrection(card.requireTrainingPrior(), target, false);
  }

  /**
   * Towards an estimate from the latest 4,096 faces, which begins at the training prior.
   *
   * @throws ModelException if the model's card holds no training prior
   */
  public static PriorCorrection estimated(ModelCard card) throws ModelException {
    ClassPrior trained = card.requireTrainingPrior();
    return new PriorCorrection(trained, trained, true);
  }

  /** The prior that answers are corrected to, or null if they stay as they are. */
  public @Nullable ClassPrior target() {
    return target;
  }

  /** The answer under the other prior. */
  public EmotionScores apply(EmotionScores scores) {
    if (trained == null) {
      return scores;
    }
    if (estimating) {
      learn(scores);
    }
    ClassPrior now = target;
    return now == null ? scores : scores.withPrior(trained, now);
  }

  private synchronized void learn(EmotionScores scores) {
    latest.addLast(scores);
    if (latest.size() > REMEMBERED) {
      latest.removeFirst();
    }
    ClassPrior now = target;
    if (++sinceStep >= FACES_PER_STEP && now != null && trained != null) {
      sinceStep = 0;
      target = now.improved(latest, trained);
    }
  }
}
