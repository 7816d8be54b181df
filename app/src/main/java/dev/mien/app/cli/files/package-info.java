/**
 * What commands write. An {@link dev.mien.app.cli.files.OutputFile} is checked first and moved to
 * its place once complete; {@link dev.mien.app.cli.files.StandardOutput} is UTF-8 and remembers why
 * it failed.
 *
 * <pre>{@code
 * try (OutputFile report = OutputFile.prepare(target, FileKind.PAGE, inputs, false)) {
 *   Files.writeString(report.path(), text);
 *   report.commit();
 * }
 * }</pre>
 */
@NullMarked
package dev.mien.app.cli.files;

import org.jspecify.annotations.NullMarked;
