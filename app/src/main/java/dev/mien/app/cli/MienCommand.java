package dev.mien.app.cli;

import dev.mien.app.cli.console.Printable;
import dev.mien.app.cli.console.Terminal;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.FileErrors;
import dev.mien.app.session.SessionException;
import dev.mien.event.TimeSpan;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root of the command line. */
@Command(
    name = "mien",
    description = {
      "Facial expression recognition: photos, films and web cams in, expressions out.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  mien analyze photo.jpg                       a table of faces",
      "  mien analyze photos/ --annotated out/        and pictures with boxes and bars",
      "  mien analyze photos/ --out results.csv       one row per face",
      "  mien analyze 'photos/**.jpg' --format jsonl  one line of JSON per photo",
      "  cat photo.jpg | mien analyze -               an image on standard input",
      "  mien video clip.mp4 --annotated out.mp4 --report report.html",
      "  mien camera                                  which cameras there are",
      "  mien serve                                   server and page for the web cam",
      "  mien sessions report ID --out report.html    what a session showed",
      "  mien models                                  what is installed, how good it is",
      "",
      "Mien reads the expression that a face shows. It does not know what a person",
      "feels, and is not made to diagnose, to hire, to grade or to watch people:",
      "the EU AI Act bans emotion recognition at work and in education.",
      "",
      "Exit codes: 0 all well, 1 some items failed, 2 wrong use or an output that",
      "could not be written, 130 and 143 stopped by Ctrl-C and SIGTERM, 141 nobody",
      "reads the output."
    })
public final class MienCommand implements Runnable {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print a stack trace when the command fails.")
  private boolean debug;

  @Spec private CommandSpec spec;

  /** The command with all of its subcommands, ready to execute. */
  public static CommandLine commandLine() {
    return commandLine(Subcommands.all());
  }

  /**
   * The command, ready to execute these arguments. Subcommands that they do not call are left out,
   * because reading the options of all takes a third of a second.
   */
  public static CommandLine commandLineFor(String... arguments) {
    return commandLine(Subcommands.calledBy(arguments));
  }

  private static CommandLine commandLine(List<Class<?>> subcommands) {
    MienCommand root = new MienCommand();
    CommandLine commandLine = new CommandLine(root);
    subcommands.forEach(commandLine::addSubcommand);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.registerConverter(Duration.class, MienCommand::duration);
    commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.colours()));
    commandLine.setExecutionExceptionHandler(
        (exception, failed, parsed) -> root.report(exception, failed));
    commandLine.setParameterExceptionHandler(MienCommand::reportWrongUse);
    return commandLine;
  }

  /** Without a subcommand there is nothing to do but to say what can be done. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static Duration duration(String text) {
    try {
      return TimeSpan.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private int report(Exception exception, CommandLine failed) {
    boolean expected =
        exception instanceof UserException
            || exception instanceof IOException
            || exception instanceof SessionException;
    String message =
        expected || exception instanceof IllegalArgumentException
            ? sentence(exception)
            : "something went wrong inside Mien: " + exception + " (--debug shows where)";
    printError(failed, message);
    if (debug) {
      exception.printStackTrace(failed.getErr());
    }
    return CommandLine.ExitCode.USAGE;
  }

  private static String sentence(Exception exception) {
    return exception instanceof IOException failure
        ? FileErrors.sentence(failure)
        : String.valueOf(exception.getMessage());
  }

  private static int reportWrongUse(ParameterException exception, String[] arguments) {
    CommandLine failed = exception.getCommandLine();
    printError(failed, String.valueOf(exception.getMessage()));
    UnmatchedArgumentException.printSuggestions(exception, failed.getErr());
    failed.getErr().println("Try '" + failed.getCommandSpec().qualifiedName() + " --help'.");
    return CommandLine.ExitCode.USAGE;
  }

  private static void printError(CommandLine failed, String message) {
    Ansi colours = Terminal.errorColours();
    failed.getErr().println(colours.string("@|bold,red mien:|@ ") + Printable.of(message));
    failed.getErr().flush();
  }
}
