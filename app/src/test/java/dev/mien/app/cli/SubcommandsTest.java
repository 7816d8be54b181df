package dev.mien.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class SubcommandsTest {
  static List<String> names() {
    return List.copyOf(MienCommand.commandLine().getSubcommands().keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void commandLineFor_helpOfASubcommand_isThatOfTheWholeCommandLine(String name) {
    assertThat(outputOf(MienCommand.commandLineFor(name, "--help"), name, "--help"))
        .isEqualTo(outputOf(MienCommand.commandLine(), name, "--help"))
        .contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"analyze", "--debug analyze photo.jpg", "video a.mp4", "models"})
  void calledBy_oneSubcommand_leavesOthersOut(String arguments) {
    assertThat(Subcommands.calledBy(arguments.split(" "))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--help",
        "help analyze",
        "generate-completion",
        "analyse",
        "@args",
        "--help analyze",
        "-- models"
      })
  void calledBy_whatSpeaksOfOthersOrOfNone_isAll(String arguments) {
    assertThat(Subcommands.calledBy(arguments.split(" "))).isEqualTo(Subcommands.all());
  }

  @Test
  void readFaces_commandsOverFilesOfNumbers_doNot() {
    assertThat(Subcommands.readFaces("analyze", "a.jpg")).isTrue();
    assertThat(Subcommands.readFaces("models")).isFalse();
    assertThat(Subcommands.readFaces("sessions", "list")).isFalse();
    assertThat(Subcommands.readFaces()).isFalse();
    assertThat(Subcommands.readFaces("--version")).isFalse();
  }

  private static String outputOf(CommandLine commandLine, String... arguments) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    commandLine.setOut(writer).setErr(writer).execute(arguments);
    return out.toString();
  }
}
