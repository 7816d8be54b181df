/**
 * Conventional methods, to compare the network with: hand-made features of Dalal and Triggs (HOG)
 * and of Ojala et al. (LBP) under a linear support vector machine, and the most frequent class.
 * Plain functions and values.
 *
 * <pre>{@code
 * LinearSvm svm = LinearSvm.train(new Hog(), training, Protocol.FER2013);
 * int[] answers = svm.predict(tested);
 * }</pre>
 */
@NullMarked
package dev.mien.training.baseline;

import org.jspecify.annotations.NullMarked;
