package dev.mien.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java example of the package descriptions and of the documents compiles. */
final class ExamplesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern IMPORT = Pattern.compile("^import .*;$", Pattern.MULTILINE);
  private static final Pattern DOCUMENTED =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);
  private static final Pattern IN_DOCUMENT = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  /** What examples use without making it, by package; the empty name is for documents. */
  private static final Map<String, String> GIVEN =
      Map.ofEntries(
          Map.entry(
              "",
              "Mien mien, RgbImage image, java.awt.image.BufferedImage bufferedImage, long time, FrameResult frame"),
          Map.entry("dev.mien.face", "RgbImage image"),
          Map.entry(
              "dev.mien.event", "MienStream stream, RgbImage frame, Duration time, Adaptive ui"),
          Map.entry("dev.mien.expression", "AlignedFace face"),
          Map.entry("dev.mien.output", "RgbImage image, ImageResult result"),
          Map.entry("dev.mien.tracking", "Duration time, List<Detection> faces"),
          Map.entry(
              "dev.mien.internal", "byte[] bytes, float[] input, float[] boxes, float[] scores"),
          Map.entry(
              "dev.mien.app.session",
              "String url, MienStream stream, RgbImage frame, Duration time"),
          Map.entry("dev.mien.app.session.report", "SessionStore store, String id"),
          Map.entry("dev.mien.app.session.analysis", "SessionStore store, String id"),
          Map.entry("dev.mien.app.cli.files", "Path target, List<Path> inputs, String text"),
          Map.entry("dev.mien.app.cli.console", "List<Path> files"),
          Map.entry("dev.mien.app.video", "Mien mien"),
          Map.entry("dev.mien.training.evaluate", "float[][] probabilities, int[] labels"),
          Map.entry(
              "dev.mien.training.export",
              "Path folder, List<Sample> samples, Provenance provenance"),
          Map.entry("dev.mien.training.audit", "List<Sample> samples"),
          Map.entry(
              "dev.mien.training.network", "TrainingPlan plan, org.bytedeco.pytorch.Tensor faces"),
          Map.entry("dev.mien.training.baseline", "List<Sample> training, List<Sample> tested"),
          Map.entry("dev.mien.training.train", "List<Sample> samples"),
          Map.entry("dev.mien.training.predict", "ExpressionModel model, List<Sample> samples"),
          Map.entry("dev.mien.training.study", "List<Sample> samples, StudyListener listener"),
          Map.entry("dev.mien.app.server", "String store"));

  @TempDir private Path classes;

  /**
   * An example.
   *
   * @param place where it is written
   * @param home its package; empty for a document
   * @param code as it is written
   */
  record Example(String place, String home, String code) {
    @Override
    public String toString() {
      return place;
    }

    /** Without what the example makes itself. */
    private String given() {
      return Arrays.stream(GIVEN.getOrDefault(home, "").split(", "))
          .filter(variable -> !code.contains(variable + " = "))
          .collect(Collectors.joining(", "));
    }

    String source() {
      if (code.contains("class Hello")) {
        return code.replace("class Hello", "class Example");
      }
      String imports =
          IMPORT.matcher(code).results().map(MatchResult::group).collect(Collectors.joining("\n"));
      return (home.isEmpty() ? "" : "package " + home + ";\n")
          + imports
          + """

          import java.awt.image.BufferedImage;
          import java.nio.file.*;
          import java.time.Duration;
          import java.util.List;
          import dev.mien.*;
          import dev.mien.app.session.*;
          import dev.mien.expression.*;
          import dev.mien.face.*;
          import dev.mien.image.*;
          import dev.mien.training.dataset.*;
          import dev.mien.training.network.*;
          import dev.mien.training.train.*;
          class Example {
            interface Adaptive { void adapt(dev.mien.event.ExpressionEvent event); }
            void example(%s) throws Exception {
              %s
            }
          }
          """
              .formatted(given(), IMPORT.matcher(code).replaceAll(""));
    }
  }

  static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (String module : List.of("core", "training", "app")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
        for (Path file : files.filter(f -> f.endsWith("package-info.java")).sorted().toList()) {
          String text = Files.readString(file);
          String home = PACKAGE.matcher(text).results().findFirst().orElseThrow().group(1);
          DOCUMENTED
              .matcher(text)
              .results()
              .map(match -> match.group(1).replaceAll("(?m)^ \\* ?", ""))
              .filter(code -> !code.startsWith("mien "))
              .forEach(code -> examples.add(new Example(home, home, code)));
        }
      }
    }
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    for (Path document : documents) {
      List<String> blocks =
          IN_DOCUMENT.matcher(Files.readString(document)).results().map(m -> m.group(1)).toList();
      for (int i = 0; i < blocks.size(); i++) {
        if (!blocks.get(i).contains("spark.")) { // compiled in their module
          String place = "%s, example %d".formatted(document.getFileName(), i + 1);
          examples.add(new Example(place, "", blocks.get(i)));
        }
      }
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_compiles(Example example) throws IOException {
    assertThat(problems(example.source())).as(example.source()).isEmpty();
  }

  private List<String> problems(String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    List<String> options =
        List.of(
            "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    compiler.getTask(null, null, problems, options, null, List.of(file)).call();
    return problems.getDiagnostics().stream()
        .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
        .map(problem -> problem.getLineNumber() + ": " + problem.getMessage(null))
        .toList();
  }
}
