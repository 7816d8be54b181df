/**
 * The command line: {@link dev.mien.app.cli.MienCommand} is its root, every subcommand a class.
 * Commands live for one call.
 *
 * <pre>{@code
 * int exitCode = MienCommand.commandLine().execute("analyze", "photo.jpg");
 * }</pre>
 */
@NullMarked
package dev.mien.app.cli;

import org.jspecify.annotations.NullMarked;
