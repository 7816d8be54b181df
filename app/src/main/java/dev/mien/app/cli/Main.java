package dev.mien.app.cli;

import dev.mien.Mien;
import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.cli.files.StandardOutput;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Starts the command line. */
public final class Main {
  private Main() {}

  /**
   * Runs the command and exits with its code: 0 all well, 1 some items failed, 2 wrong use or an
   * output that could not be written, 128 and the number of a signal that ended it.
   */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    // Progress bars and libraries print here; a terminal of today reads UTF-8 whatever LANG says.
    System.setErr(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    if (Subcommands.readFaces(arguments)) {
      Mien.preload();
    }
    CommandLine commandLine = MienCommand.commandLineFor(arguments);
    PrintWriter out = StandardOutput.writer();
    PrintWriter err = StandardOutput.errorWriter();
    commandLine.setOut(out).setErr(err);
    int code = execute(commandLine, arguments, err);
    out.flush();
    String failure = StandardOutput.failure();
    System.exit(failure == null ? code : codeOfFailure(code, failure, err));
  }

  /** Exceptions are reported by the command line; what the JVM itself throws is reported here. */
  private static int execute(CommandLine commandLine, String[] arguments, PrintWriter err) {
    try {
      return commandLine.execute(arguments);
    } catch (OutOfMemoryError e) {
      err.println("mien: there is not enough memory for this");
    } catch (LinkageError e) {
      err.println("mien: a native library cannot be loaded: " + rootOf(e).getMessage());
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null ? failure : rootOf(cause);
  }

  /** A reader that went away, as {@code head} does, wants no message; a full disk does. */
  private static int codeOfFailure(int code, String failure, PrintWriter err) {
    if (StandardOutput.isClosedByReader()) {
      return StopSignal.BROKEN_PIPE_EXIT;
    }
    err.println("mien: standard output could not be written: " + failure);
    return code == CommandLine.ExitCode.OK ? CommandLine.ExitCode.USAGE : code;
  }
}
