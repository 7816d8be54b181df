package dev.mien.app.cli;

import dev.mien.app.cli.analyze.AnalyzeCommand;
import dev.mien.app.cli.live.CameraCommand;
import dev.mien.app.cli.live.ServeCommand;
import dev.mien.app.cli.live.SessionsCommand;
import dev.mien.app.cli.live.VideoCommand;
import dev.mien.app.cli.training.AblateCommand;
import dev.mien.app.cli.training.AuditCommand;
import dev.mien.app.cli.training.CrossValidateCommand;
import dev.mien.app.cli.training.EvaluateCommand;
import dev.mien.app.cli.training.ExportCommand;
import dev.mien.app.cli.training.QuantizeCommand;
import dev.mien.app.cli.training.TemplateCommand;
import dev.mien.app.cli.training.TrainCommand;
import java.util.Arrays;
import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The subcommands, in the order of the help. */
final class Subcommands {
  private static final List<Class<?>> READING =
      List.of(AnalyzeCommand.class, VideoCommand.class, CameraCommand.class, ServeCommand.class);

  private static final List<Class<?>> ALL =
      List.of(
          AnalyzeCommand.class,
          VideoCommand.class,
          CameraCommand.class,
          SessionsCommand.class,
          ServeCommand.class,
          ModelsCommand.class,
          EvaluateCommand.class,
          AuditCommand.class,
          TrainCommand.class,
          ExportCommand.class,
          QuantizeCommand.class,
          CrossValidateCommand.class,
          AblateCommand.class,
          TemplateCommand.class,
          GenerateCompletion.class,
          HelpCommand.class);

  /** These speak of all others. */
  private static final List<Class<?>> ABOUT_OTHERS =
      List.of(GenerateCompletion.class, HelpCommand.class);

  private static final List<String> VERSION = List.of("--version", "-V");

  private Subcommands() {}

  static List<Class<?>> all() {
    return ALL;
  }

  /** The one that arguments call, as the first of them or after --debug; all if that is none. */
  static List<Class<?>> calledBy(String... arguments) {
    if (arguments.length == 1 && VERSION.contains(arguments[0])) {
      return List.of();
    }
    String first =
        Arrays.stream(arguments).dropWhile(text -> text.equals("--debug")).findFirst().orElse("");
    List<Class<?>> called = ALL.stream().filter(type -> nameOf(type).equals(first)).toList();
    return called.isEmpty() || ABOUT_OTHERS.containsAll(called) ? ALL : called;
  }

  /** Whether the arguments call a subcommand that reads faces. */
  static boolean readFaces(String... arguments) {
    List<Class<?>> called = calledBy(arguments);
    return called.size() == 1 && READING.containsAll(called);
  }

  private static String nameOf(Class<?> subcommand) {
    return subcommand.getAnnotation(Command.class).name();
  }
}
