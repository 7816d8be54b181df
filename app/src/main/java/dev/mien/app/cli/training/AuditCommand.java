package dev.mien.app.cli.training;

import dev.mien.Mien;
import dev.mien.app.cli.console.Printable;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.FileKind;
import dev.mien.app.cli.files.OutputOptions;
import dev.mien.app.cli.files.ReportFolder;
import dev.mien.image.RgbImage;
import dev.mien.training.audit.Audit;
import dev.mien.training.audit.AuditHtml;
import dev.mien.training.audit.AuditJson;
import dev.mien.training.audit.AuditTable;
import dev.mien.training.audit.LeakDemonstration;
import dev.mien.training.audit.LeakTable;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what is wrong with a data set. */
@Command(
    name = "audit",
    description = {
      "Look for what makes figures on a data set worth less than they seem.",
      "Identical and nearly identical images within and across splits, different labels for the same image, subjects on both sides, rare classes, images without a face, broken files."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:something crosses splits, with --strict", "2:wrong use or data"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  mien audit --data fer2013.csv.gz --votes fer2013new.csv --demonstrate-leaks",
      "  mien audit --data faces/ --strict"
    })
public final class AuditCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--demonstrate-leaks",
      description =
          "Also measure what known mistakes of protocols turn these images into (minutes): augmenting before the split, splitting by image, batches that vote together, twins of test images, choosing on the test split.")
  private boolean demonstrateLeaks;

  @Option(
      names = "--detect-faces",
      negatable = true,
      description =
          "Look for a face in every image (default: yes for image files, no for FER2013's file, which takes minutes).")
  private @Nullable Boolean detectFaces;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the random choices of --demonstrate-leaks (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--strict",
      description = "Exit with 1 if images or subjects are in more than one split.")
  private boolean strict;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      defaultValue = "out/audit",
      description =
          "Folder for audit.html, audit.json and leaks.md, the table of leaks (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("out/audit");

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ReportFolder reports =
        data.prepare(
            out,
            Map.of(
                "audit.json", FileKind.RESULTS,
                "audit.html", FileKind.PAGE,
                "leaks.md", FileKind.LISTING),
            outputs);
    List<String> problems = new ArrayList<>();
    List<Sample> samples = data.read(problems::add);
    data.requireNoImageIn(out, samples);
    Audit audit = audit(samples, problems);
    PrintWriter printer = spec.commandLine().getOut();
    printer.print(Printable.of(AuditTable.of(audit)));
    printer.flush();
    write(reports, audit, null);
    if (demonstrateLeaks) {
      LeakTable leaks = demonstrate(samples);
      printer.print("\n" + leaks.toText());
      reports.write("leaks.md", leaks.toMarkdown());
      write(reports, audit, leaks);
    }
    printer.println("\nThe report is in " + out.resolve("audit.html"));
    printer.flush();
    return strict && audit.crossesSplits() ? 1 : 0;
  }

  private static void write(ReportFolder reports, Audit audit, @Nullable LeakTable leaks)
      throws IOException {
    reports.write("audit.json", AuditJson.of(audit, leaks));
    reports.write("audit.html", AuditHtml.of(audit, leaks));
  }

  private Audit audit(List<Sample> samples, List<String> problems) throws IOException {
    List<Protocol> protocols = data.protocols();
    boolean detect = detectFaces == null ? protocols.contains(Protocol.FOLDER) : detectFaces;
    if (!detect) {
      return Audit.of(samples, protocols, null, problems);
    }
    try (Mien mien = Mien.open()) {
      return Audit.of(samples, protocols, sample -> showsFace(mien, sample), problems);
    }
  }

  private static boolean showsFace(Mien mien, Sample sample) {
    RgbImage image = RgbImage.ofGrey(Sample.SIZE, Sample.SIZE, sample.pixels());
    return !mien.analyze(image).faces().isEmpty();
  }

  private LeakTable demonstrate(List<Sample> samples) throws IOException {
    Path runs = Files.createTempDirectory("mien-audit-");
    try {
      return new LeakDemonstration(samples, runs, seed, this::remark).run();
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    } finally {
      delete(runs);
    }
  }

  private void remark(String what) {
    spec.commandLine().getErr().println("mien: measuring: " + what);
    spec.commandLine().getErr().flush();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
