package dev.mien.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    List<String> sources = sources();
    Set<String> missing = new TreeSet<>();
    int checked = 0;
    for (String code : code("docs/architecture.md")) {
      String path = code.replaceFirst("\\(.*", "");
      if (CLASS.matcher(path).matches()) {
        checked++;
        if (sources.stream().noneMatch(file -> file.endsWith("/" + path + ".java"))) {
          missing.add(code);
        }
      } else if (PACKAGE.matcher(path).matches()) {
        checked++;
        if (sources.stream().noneMatch(file -> file.contains("/" + path))) {
          missing.add(code);
        }
      } else if (SCRIPT.matcher(path).matches()) {
        checked++;
        if (sources.stream().noneMatch(file -> file.endsWith("/" + path))) {
          missing.add(code);
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(checked).isGreaterThan(50);
  }

  @Test
  void glossary_namesWhatIsThere() throws IOException {
    List<String> sources = sources();
    Set<String> missing = new TreeSet<>();
    int checked = 0;
    for (String code : code("docs/glossary.md")) {
      Matcher name = QUALIFIED.matcher(code);
      if (name.matches()) {
        checked++;
        String path = name.group(1).replace('.', '/');
        if (sources.stream().noneMatch(file -> file.endsWith("/" + path + ".java"))) {
          missing.add(code);
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(checked).isGreaterThan(40);
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
                        file.toString().replace('\\', '/') + (Files.isDirectory(file) ? "/" : ""))
                .collect(Collectors.toList()));
      }
    }
    return files;
  }
}
