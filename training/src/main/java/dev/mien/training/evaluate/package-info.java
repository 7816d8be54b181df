/**
 * Measures a model under a named protocol: {@link dev.mien.training.evaluate.Evaluation} is
 * computed from probabilities and labels, and printed as a table, JSON and pictures. Plain values.
 *
 * <pre>{@code
 * Evaluation evaluation = Evaluation.of(Protocol.FER2013, Split.TEST, probabilities, labels);
 * System.out.println(evaluation.matrix().accuracy());
 * }</pre>
 */
@NullMarked
package dev.mien.training.evaluate;

import org.jspecify.annotations.NullMarked;
