/**
 * The native runtimes: nobody else imports ONNX Runtime or TensorFlow Lite. Not part of the API.
 * {@link dev.mien.internal.Lifetime} keeps native memory from being freed under a run.
 *
 * <pre>{@code
 * try (TfliteInterpreter interpreter = new TfliteInterpreter(bytes, 2)) {
 *   interpreter.run(input, boxes, scores);
 * }
 * }</pre>
 */
@NullMarked
package dev.mien.internal;

import org.jspecify.annotations.NullMarked;
