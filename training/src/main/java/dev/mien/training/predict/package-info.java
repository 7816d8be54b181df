/**
 * Asks models of samples: a {@link dev.mien.training.predict.Cropping} turns a sample into what a
 * model reads, {@link dev.mien.training.predict.Predictions} are the probabilities of both heads.
 * Plain values.
 *
 * <pre>{@code
 * Predictions answers = Predictions.of(model, samples, Cropping.asItIs(), done -> {});
 * System.out.println(Predictions.argmax(answers.ferPlus()[0]));
 * }</pre>
 */
@NullMarked
package dev.mien.training.predict;

import org.jspecify.annotations.NullMarked;
