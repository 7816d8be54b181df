/**
 * What commands share towards the person at the console: signals, progress, colours, safe text, and
 * the exception that ends a command with one sentence.
 *
 * <pre>{@code
 * try (StopSignal signal = new StopSignal();
 *     Progress progress = Progress.start("Analysing", " images", files.size(), false)) {
 *   for (Path file : signal.until(files)) {
 *     progress.step(1);
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.mien.app.cli.console;

import org.jspecify.annotations.NullMarked;
