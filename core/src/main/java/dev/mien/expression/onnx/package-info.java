/**
 * Expression models in ONNX files: {@link dev.mien.expression.onnx.OnnxExpressionModel} opens one
 * of a file or one of the {@link dev.mien.expression.onnx.InstalledModels} that come with Mien.
 */
@NullMarked
package dev.mien.expression.onnx;

import org.jspecify.annotations.NullMarked;
