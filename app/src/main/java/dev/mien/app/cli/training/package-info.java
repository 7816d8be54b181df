/**
 * The commands of those who make models: train, export, evaluate. The only package of the app that
 * knows the training module.
 *
 * <pre>{@code
 * mien train --plan small --data fer2013.csv.gz --votes fer2013new.csv --run runs/a
 * }</pre>
 */
@NullMarked
package dev.mien.app.cli.training;

import org.jspecify.annotations.NullMarked;
