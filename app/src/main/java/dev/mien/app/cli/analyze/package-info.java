/**
 * {@code mien analyze}: inputs are listed ({@link dev.mien.app.cli.analyze.InputFiles}), analysed
 * by the library, and written ({@link dev.mien.app.cli.analyze.ResultWriter}).
 *
 * <pre>{@code
 * mien analyze photos/ --out results.csv --annotated out/
 * }</pre>
 */
@NullMarked
package dev.mien.app.cli.analyze;

import org.jspecify.annotations.NullMarked;
