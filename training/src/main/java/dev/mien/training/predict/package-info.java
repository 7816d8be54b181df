/**
 * Asks models of samples: a {@link dev.mien.training.predict.Cropping} turns a sample into what a
 * model reads, {@link dev.mien.training.predict.Answers} are the probabilities of both heads. Plain
 * values.
 *
 * <pre>{@code
 * Answers answers = Answers.of(model, samples, Cropping.asItIs(), done -> {});
 * System.out.println(Answers.argmax(answers.ferPlus()[0]));
 * }</pre>
 */
@NullMarked
package dev.mien.training.predict;

import org.jspecify.annotations.NullMarked;
