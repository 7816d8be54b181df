/**
 * From a training run to one ONNX file: calibration, card, and the parity check that gates it.
 *
 * <pre>{@code
 * byte[] model = ModelExporter.export(TrainedRun.open(folder), samples, provenance);
 * }</pre>
 */
@NullMarked
package dev.mien.training.export;

import org.jspecify.annotations.NullMarked;
