package dev.mien.app.cli.live;

import dev.mien.Mien;
import dev.mien.app.cli.Progress;
import dev.mien.app.cli.StopSignal;
import dev.mien.app.video.BackOff;
import dev.mien.app.video.Losses;
import dev.mien.app.video.VideoAnalysis;
import dev.mien.app.video.VideoSource;
import dev.mien.app.video.VideoSources;
import dev.mien.event.EventRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Analyses a film or a network stream. */
@Command(
    name = "video",
    description = "Follow the faces of a film or stream and say what each shows over time.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  mien video clip.mp4                                  a summary of each person",
      "  mien video clip.mp4 --out frames.csv --every 0.2s",
      "  mien video clip.mp4 --annotated out.mp4 --report report.html --baseline 0s-10s",
      "  mien video rtsp://camera.local/stream --for 10min --session 'lobby, Monday'"
    })
public final class VideoCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE|URL",
      description = "A film of any usual kind, or an rtsp, http, rtmp, srt, udp or tcp address.")
  private String input = "";

  @Mixin private Pace pace = new Pace();
  @Mixin private StreamSettings settings = new StreamSettings();
  @Mixin private LiveOutputs outputs = new LiveOutputs();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<EventRule> rules = settings.rules();
    outputs.check(!rules.isEmpty());
    try (VideoSource source =
        VideoSources.isUrl(input)
            ? VideoSources.stream(input, BackOff.DEFAULT)
            : VideoSources.file(Path.of(input))) {
      return run(source, settings, outputs, rules, pace, spec);
    }
  }

  /** Reads a source to its end, to the limit, or until Ctrl-C, and says what was seen. */
  static int run(
      VideoSource source,
      StreamSettings settings,
      LiveOutputs outputs,
      List<EventRule> rules,
      Pace pace,
      CommandSpec spec)
      throws IOException {
    Losses losses;
    boolean stopped;
    try (StopSignal signal = new StopSignal();
        Mien mien = settings.builder().open();
        LiveRun run = new LiveRun(outputs, rules, source.info(), mien.model().name());
        Progress progress = progress(source, pace.limit(), outputs.quiet())) {
      boolean[] done = new boolean[1];
      Duration[] first = new Duration[1];
      Duration limit = pace.limit();
      new VideoAnalysis(mien.stream(settings.streamOptions()), pace.every())
          .run(
              source,
              () -> done[0] || signal.stopped(),
              (frame, result, fresh) -> {
                first[0] = first[0] == null ? frame.time() : first[0];
                Duration since = frame.time().minus(first[0]);
                done[0] = limit != null && since.compareTo(limit) >= 0;
                if (!done[0]) {
                  run.accept(frame, result, fresh);
                  progress.stepTo(since.toSeconds());
                }
              });
      losses = source.losses();
      stopped = signal.stopped();
      run.close();
      LiveSummary.print(
          spec.commandLine().getOut(), spec.commandLine().getErr(), outputs, run, losses);
    }
    if (stopped && !source.info().live()) {
      return StopSignal.EXIT_CODE;
    }
    return losses.stretches().isEmpty() ? 0 : 1;
  }

  private static Progress progress(VideoSource source, @Nullable Duration limit, boolean quiet) {
    Duration length = limit == null ? source.info().length() : limit;
    return Progress.start("Analysing", " s", length.isZero() ? -1 : length.toSeconds(), quiet);
  }
}
