package dev.mien.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The classes, packages and scripts that the documents name are there. */
final class DocumentNamesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern CLASS = Pattern.compile("(?:[a-z]+/)*[A-Z]\\w*[a-z]\\w*");
  private static final Pattern PACKAGE = Pattern.compile("(?:[a-z]+/)+");
  private static final Pattern SCRIPT = Pattern.compile("[a-z]+\\.js");
  private static final Pattern QUALIFIED =
      Pattern.compile("((?:[a-z]+\\.)*[A-Z]\\w*[a-z]\\w*)(?:\\.[a-z_]\\w*)?");

  @Test
  void architecture_namesWhatIsThere() throws IOException {
    assertThere("docs/architecture.md", DocumentNamesTest::path, 50);
  }

  @Test
  void glossary_namesWhatIsThere() throws IOException {
    assertThere("docs/glossary.md", DocumentNamesTest::qualified, 40);
  }

  /**
   * Fails if a file or package that a document names is not there.
   *
   * @param place of what a piece of code names, as a part of a path, or null if it names none
   * @param least more than so many names are in the document
   */
  private static void assertThere(String document, UnaryOperator<@Nullable String> place, int least)
      throws IOException {
    List<String> sources = sources();
    Set<String> missing = new TreeSet<>();
    int checked = 0;
    for (String code : code(document)) {
      String part = place.apply(code);
      if (part != null) {
        checked++;
        if (sources.stream().noneMatch(source -> source.contains("/" + part))) {
          missing.add(code);
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(checked).isGreaterThan(least);
  }

  /** Of a class, a package or a script. The space ends the name of a file, as in the sources. */
  private static @Nullable String path(String code) {
    String path = code.replaceFirst("\\(.*", "");
    if (CLASS.matcher(path).matches()) {
      return path + ".java ";
    }
    if (SCRIPT.matcher(path).matches()) {
      return path + " ";
    }
    return PACKAGE.matcher(path).matches() ? path : null;
  }

  private static @Nullable String qualified(String code) {
    Matcher name = QUALIFIED.matcher(code);
    return name.matches() ? name.group(1).replace('.', '/') + ".java " : null;
  }

  private static List<String> code(String document) throws IOException {
    List<String> found = new ArrayList<>();
    Matcher matcher = CODE.matcher(Files.readString(ROOT.resolve(document)));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static List<String> sources() throws IOException {
    List<String> files = new ArrayList<>();
    for (String module : List.of("core", "training", "app", "spark", "bench")) {
      try (Stream<Path> tree = Files.walk(ROOT.resolve(module).resolve("src"))) {
        files.addAll(
            tree.filter(file -> !file.toString().contains("node_modules"))
                .map(
                    file ->
                        file.toString().replace('\\', '/') + (Files.isDirectory(file) ? "/" : " "))
                .collect(Collectors.toList()));
      }
    }
    return files;
  }
}
