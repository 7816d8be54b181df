/**
 * From aligned faces to expressions: an {@link dev.mien.expression.ExpressionModel} is one self-
 * describing ONNX file that predicts calibrated probabilities of the eight {@link
 * dev.mien.expression.Emotion}s. Models hold native memory until closed and are thread-safe.
 *
 * <pre>{@code
 * import dev.mien.expression.onnx.OnnxExpressionModel;
 *
 * try (ExpressionModel model = OnnxExpressionModel.open(Path.of("model.onnx"), 1)) {
 *   EmotionScores scores = model.predict(List.of(face)).get(0).scores();
 * }
 * }</pre>
 */
@NullMarked
package dev.mien.expression;

import org.jspecify.annotations.NullMarked;
