package dev.mien.training.dataset;

/**
 * Images and targets of one training step.
 *
 * @param size number of images N
 * @param faces [N, 1, 48, 48] grey values, 0 to 255
 * @param ferPlus [N, 8] target distribution over {@link dev.mien.expression.Emotion}; a row of
 *     zeros teaches nothing
 * @param fer2013 [N, 7] target distribution over FER2013's labels
 */
public record Batch(int size, float[] faces, float[] ferPlus, float[] fer2013) {}
