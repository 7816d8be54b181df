package dev.mien.app.cli.training;

import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.FileKind;
import dev.mien.app.cli.files.OutputOptions;
import dev.mien.app.cli.files.ReportFolder;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.study.Ablation;
import dev.mien.training.study.AblationTable;
import dev.mien.training.study.Variant;
import dev.mien.training.train.Device;
import dev.mien.training.train.DivergedException;
import dev.mien.training.train.Precision;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/** Measures what each part of the network brings. */
@Command(
    name = "ablate",
    description = {
      "Train the full network, networks that lack one part each, and a plain one, all by the same plan and with several seeds, and compare them with conventional methods.",
      "What was interrupted goes on with the same command."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  mien ablate --seeds 3 --data fer2013.csv.gz --votes fer2013new.csv")
public final class AblateCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--plan",
      paramLabel = "NAME|FILE",
      defaultValue = "ablation",
      description = "The plan of all networks (default: ${DEFAULT-VALUE}).")
  private String plan = "ablation";

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the data, in place of the plan's number.")
  private @Nullable Integer epochs;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each network is trained (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many networks are trained side by side, each on its share of the cores (default: ${DEFAULT-VALUE}).")
  private int jobs;

  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "Where to train: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Device device = Device.AUTO;

  @Mixin private TeacherOption teachers = new TeacherOption();

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description =
          "Compare the full model with these only: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Variant> variants = List.of();

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description =
          "Folder of the runs and of ablation.md and ablation.json (default: runs/ and the plan's name).")
  private @Nullable Path run;

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (seeds < 1 || jobs < 1 || (epochs != null && epochs < 1)) {
      throw new UserException("--seeds, --jobs and --epochs must be 1 or more");
    }
    if (!data.protocols().contains(Protocol.FERPLUS_MAJORITY)) {
      throw new UserException("an ablation compares on FER2013 and FER+: add --votes FILE");
    }
    TrainingPlan named = TrainingPlan.open(plan);
    TrainingPlan chosen = epochs == null ? named : named.withEpochs(epochs);
    remarkSame(chosen);
    Path folder = run == null ? Path.of("runs", chosen.name()) : run;
    RunOptions options = RunOptions.of(1, Precision.AUTO).on(device).taughtBy(teachers.read());
    ReportFolder reports =
        data.prepare(
            folder,
            Map.of("ablation.json", FileKind.RESULTS, "ablation.md", FileKind.LISTING),
            outputs);
    List<Sample> samples = data.readForTraining();
    TeacherOption.remarkKnown(
        spec.commandLine().getErr(), options.teachers(), Split.VALIDATION.of(samples));
    PrintWriter out = spec.commandLine().getOut();
    AblationTable table;
    try (StopSignal signal = new StopSignal()) {
      Ablation ablation = new Ablation(chosen, folder, seeds, compared(), options);
      table =
          ablation.run(samples, jobs, new StudyReporter(out, chosen.epochs(), jobs > 1, signal));
    } catch (DivergedException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    } catch (TrainingReporter.StoppedException e) {
      return StudyReporter.sayStopped(out, e);
    }
    reports.write("ablation.json", table.toJson());
    String markdown = table.toMarkdown();
    reports.write("ablation.md", markdown);
    out.println();
    out.print(markdown);
    out.println("\nThe table is in " + folder.resolve("ablation.md"));
    out.flush();
    return 0;
  }

  /** Says which of the networks that were asked for are others under this plan. */
  private void remarkSame(TrainingPlan chosen) {
    PrintWriter err = spec.commandLine().getErr();
    for (Variant variant : variants) {
      Variant same = variant.canonical(chosen);
      if (same != variant) {
        err.printf(
            "mien: under this plan the network %s is the %s%n",
            variant.title(), same == Variant.FULL ? same.title() : "one " + same.title());
      }
    }
    err.flush();
    if (!variants.isEmpty()
        && !variants.contains(Variant.FULL)
        && variants.stream().allMatch(variant -> variant.canonical(chosen) == Variant.FULL)) {
      throw new UserException("there is nothing to compare: name another --variant or --plan");
    }
  }

  /** The full model comes first, whatever was asked for. */
  private List<Variant> compared() {
    List<Variant> asked = variants.isEmpty() ? List.of(Variant.values()) : variants;
    return Stream.concat(Stream.of(Variant.FULL), asked.stream()).distinct().toList();
  }
}
