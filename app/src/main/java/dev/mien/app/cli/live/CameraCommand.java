package dev.mien.app.cli.live;

import dev.mien.Mien;
import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.video.Cameras;
import dev.mien.app.video.VideoSource;
import dev.mien.app.video.VideoSources;
import dev.mien.event.EventRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists cameras, or analyses what one sees. */
@Command(
    name = "camera",
    description = "List this machine's cameras, or follow the faces that one sees.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  mien camera                                        which there are",
      "  mien camera /dev/video0 --for 60s --report report.html",
      "  mien camera default --session 'first test' --rules rules.txt \\",
      "    --events events.jsonl",
      "",
      "Stop with Ctrl-C. 'mien serve' shows the camera live in a browser."
    })
public final class CameraCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "CAMERA",
      arity = "0..1",
      description = "A camera of the list, or 'default'. Without one, the list.")
  private @Nullable String camera;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      defaultValue = "640x480",
      description = "Of the picture (default: ${DEFAULT-VALUE}).")
  private String size = "640x480";

  @Mixin private SamplingOptions sampling = new SamplingOptions();
  @Mixin private LiveOptions options = new LiveOptions();
  @Mixin private LiveOutputs outputs = new LiveOutputs();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (camera == null) {
      return list();
    }
    List<EventRule> rules = options.rules();
    outputs.check(!rules.isEmpty());
    if (!size.matches("\\d{2,5}x\\d{2,5}")) {
      throw new UserException("a size looks like 640x480, not '" + size + "'");
    }
    int cross = size.indexOf('x');
    String device = camera.equals("default") ? Cameras.defaultDevice() : camera;
    sampling.check();
    int width = Integer.parseInt(size.substring(0, cross));
    int height = Integer.parseInt(size.substring(cross + 1));
    try (LiveFiles files = LiveFiles.prepare(outputs, options.files(), true);
        StopSignal signal = new StopSignal();
        VideoSource source =
            SourceOpening.open(
                device,
                () -> VideoSources.camera(device, width, height),
                sampling.limit(),
                signal)) {
      if (source == null) {
        return signal.exitCode();
      }
      try (Mien mien = options.model().builderWithPrior().open()) {
        return new LiveAnalysis(mien, options.streamOptions(), rules, sampling, signal, spec)
            .run(source, files);
      }
    }
  }

  private int list() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<Cameras.Camera> cameras = Cameras.list();
    if (cameras.isEmpty()) {
      out.println("no camera was found (a camera that is not listed may still open by its name)");
    }
    cameras.forEach(found -> out.printf("%-24s %s%n", found.device(), found.description()));
    out.flush();
    return 0;
  }
}
