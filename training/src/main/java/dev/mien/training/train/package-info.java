/**
 * Fits a network to data by a readable {@link dev.mien.training.train.TrainingPlan}. A {@link
 * dev.mien.training.train.Trainer} lives for one run and leaves a folder that a later one can go on
 * from.
 *
 * <pre>{@code
 * Trainer trainer =
 *     new Trainer(TrainingPlan.open("small"), Path.of("runs/a"), RunOptions.of(1, Precision.AUTO));
 * trainer.train(samples, new TrainingListener() {});
 * }</pre>
 */
@NullMarked
package dev.mien.training.train;

import org.jspecify.annotations.NullMarked;
