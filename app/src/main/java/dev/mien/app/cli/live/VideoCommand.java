package dev.mien.app.cli.live;

import dev.mien.Mien;
import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.session.SessionException;
import dev.mien.app.video.VideoSources;
import dev.mien.event.EventRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Analyses films or a network stream. */
@Command(
    name = "video",
    description = "Follow the faces of a film or stream and say what each shows over time.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  mien video clip.mp4                                  a summary of each person",
      "  mien video clip.mp4 --out frames.csv --every 0.2s",
      "  mien video clip.mp4 --from 1min --to 2min --annotated out.mp4",
      "  mien video clip.mp4 --report report.html --baseline 0s-10s",
      "  mien video a.mp4 b.mp4 --report reports/ --out rows/   a file for each there",
      "  mien video rtsp://camera.local/stream --for 10min --session 'lobby, Monday'"
    })
public final class VideoCommand implements Callable<Integer> {
  private static final String IMAGES = ".*\\.(jpe?g|png|gif|bmp|webp|tiff?|heic|heif|avif)";

  @Parameters(
      paramLabel = "FILE|URL",
      arity = "1..*",
      description =
          "Films of any usual kind, or an rtsp, http, rtmp, srt, udp or tcp address. With several, outputs name folders.")
  private List<String> inputs = List.of();

  @Mixin private SamplingOptions sampling = new SamplingOptions();
  @Mixin private LiveOptions options = new LiveOptions();
  @Mixin private LiveOutputs outputs = new LiveOutputs();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<EventRule> rules = options.rules();
    inputs.forEach(VideoCommand::check);
    sampling.check();
    boolean several = inputs.size() > 1;
    if (!several) {
      outputs.check(!rules.isEmpty());
    }
    List<Path> files = new ArrayList<>(options.files());
    inputs.stream().filter(input -> !VideoSources.isUrl(input)).map(Path::of).forEach(files::add);
    List<LiveOutputs> each =
        several ? outputs.forEach(inputs, files, !rules.isEmpty()) : List.of(outputs);
    int worst = 0;
    try (StopSignal signal = new StopSignal();
        Mien mien = options.model().builderWithPrior().open()) {
      LiveAnalysis analysis =
          new LiveAnalysis(mien, options.streamOptions(), rules, sampling, signal, spec);
      FilmAnalysis film = new FilmAnalysis(analysis, files, sampling.limit(), signal);
      for (int i = 0; i < inputs.size() && !signal.stopped(); i++) {
        if (several && !outputs.quiet()) {
          PrintWriter out = spec.commandLine().getOut();
          out.println(
              (i == 0 ? "" : System.lineSeparator()) + VideoSources.withoutSecrets(inputs.get(i)));
          out.flush();
        }
        worst = Math.max(worst, run(film, inputs.get(i), each.get(i)));
      }
      return signal.stopped() && worst == 0 && several ? signal.exitCode() : worst;
    }
  }

  /** A film of several that fails is reported, and the next one follows. */
  private int run(FilmAnalysis film, String input, LiveOutputs own) throws IOException {
    try {
      return film.run(input, own);
    } catch (IOException | UserException | SessionException e) {
      if (inputs.size() == 1) {
        throw e;
      }
      spec.commandLine().getErr().println("mien: " + e.getMessage());
      return 1;
    }
  }

  private static void check(String input) {
    if (input.isBlank()) {
      throw new UserException("an empty text names no film");
    }
    boolean image = input.toLowerCase(Locale.ROOT).matches(IMAGES);
    if (image && !VideoSources.isUrl(input) && Files.isRegularFile(Path.of(input))) {
      throw new UserException(input + " is an image: use mien analyze " + input);
    }
  }
}
