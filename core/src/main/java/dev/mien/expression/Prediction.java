package dev.mien.expression;

/**
 * What an expression model says of one aligned face.
 *
 * @param scores calibrated probabilities of the eight expressions
 * @param fer2013Probabilities of the model's second head, in the order of {@link
 *     Emotion#FER2013_ORDER}
 * @param logits of the eight expressions, before calibration
 * @param embedding the features behind the answer, for tracking and search
 * @param attention where the model looked
 */
public record Prediction(
    EmotionScores scores,
    float[] fer2013Probabilities,
    float[] logits,
    float[] embedding,
    AttentionMap attention) {}
