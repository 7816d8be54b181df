package dev.mien.bench.fuzz;

import dev.mien.app.video.VideoException;
import dev.mien.app.video.VideoFrame;
import dev.mien.app.video.VideoSource;
import dev.mien.app.video.VideoSources;
import dev.mien.event.EventRules;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.training.dataset.FerReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** What is read from files: films, rules, data sets, model files and checkpoints. */
final class FileTargets {
  private static final int FRAMES = 5;

  private FileTargets() {}

  static List<FuzzTarget> all() {
    return List.of(
        new Target("film", FileTargets::films, FileTargets::film),
        new Target("rules", FileTargets::rules, FileTargets::rule),
        new Target("csv", FileTargets::tables, FileTargets::table),
        new Target("onnx", FileTargets::models, FileTargets::model),
        new Target("card", FileTargets::cards, FileTargets::card),
        new CheckpointTarget());
  }

  private interface Seeds {
    List<byte[]> make() throws IOException;
  }

  private interface Reading {
    boolean read(byte[] input) throws IOException;
  }

  private record Target(String name, Seeds proper, Reading reading) implements FuzzTarget {
    @Override
    public List<byte[]> seeds() throws IOException {
      List<byte[]> seeds = new ArrayList<>(proper.make());
      seeds.addAll(Corpus.of(name));
      return seeds;
    }

    @Override
    public void prepare() throws IOException {
      reading.read(proper.make().get(0));
    }

    @Override
    public boolean read(byte[] input) throws IOException {
      return reading.read(input);
    }
  }

  private static List<byte[]> films() throws IOException {
    List<byte[]> films = new ArrayList<>();
    for (String name : new String[] {"a.mp4", "a.mkv", "a.avi", "a.flv", "a.ts"}) {
      Path file = Files.createTempDirectory("mien-fuzz").resolve(name);
      try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 64, 48, 0);
          Frame frame = new Frame(64, 48, Frame.DEPTH_UBYTE, 3)) {
        recorder.setFrameRate(25);
        recorder.start();
        for (int f = 0; f < FRAMES; f++) {
          recorder.record(frame);
        }
        recorder.stop();
      }
      films.add(Files.readAllBytes(file));
      Files.delete(file);
      Files.delete(file.getParent());
    }
    films.add("ffconcat version 1.0\nfile 'input'\n".getBytes(StandardCharsets.UTF_8));
    films.add("#EXTM3U\n#EXTINF:1,\ninput\n#EXT-X-ENDLIST\n".getBytes(StandardCharsets.UTF_8));
    return films;
  }

  private static boolean film(byte[] input) throws IOException {
    return inFile(
        input,
        file -> {
          try (VideoSource source = VideoSources.file(file)) {
            int frames = 0;
            for (VideoFrame f = source.next(); f != null && frames < 200; f = source.next()) {
              frames++;
            }
            return true;
          } catch (VideoException e) {
            return false;
          }
        });
  }

  private static List<byte[]> rules() {
    return List.of(
        "help: anger or sadness > 0.6 for 3s, release 0.4, cool-down 30s\nlow: valence < -0.3 for 5s"
            .getBytes(StandardCharsets.UTF_8),
        "# comment\nalone:   no face for 10s\n".getBytes(StandardCharsets.UTF_8));
  }

  private static boolean rule(byte[] input) {
    try {
      EventRules.parse(new String(input, StandardCharsets.UTF_8));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static List<byte[]> tables() {
    String pixels =
        IntStream.range(0, 48 * 48)
            .mapToObj(i -> String.valueOf(i % 256))
            .collect(Collectors.joining(" "));
    return List.of(
        ("emotion,pixels,Usage\n3," + pixels + ",PublicTest\n").getBytes(StandardCharsets.UTF_8));
  }

  private static boolean table(byte[] input) throws IOException {
    return inFile(input, file -> !FerReader.read(file, null).isEmpty());
  }

  private static List<byte[]> models() {
    return List.of(InstalledModels.bytes("small"));
  }

  private static boolean model(byte[] input) {
    try (OnnxExpressionModel model = OnnxExpressionModel.open(input, "input", 1)) {
      return model.card() != null;
    } catch (ModelException e) {
      return false;
    }
  }

  private static List<byte[]> cards() throws IOException {
    try (OnnxExpressionModel model =
        OnnxExpressionModel.open(InstalledModels.bytes("small"), "small", 1)) {
      return List.of(model.card().toJson().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static boolean card(byte[] input) {
    try {
      return ModelCard.parse(new String(input, StandardCharsets.UTF_8)) != null;
    } catch (ModelException e) {
      return false;
    }
  }

  private interface FileReading {
    boolean read(Path file) throws IOException;
  }

  /** An {@link IOException} with a sentence is a refusal. */
  private static boolean inFile(byte[] input, FileReading reading) throws IOException {
    Path file = Files.createTempFile("mien-fuzz", "");
    try {
      Files.write(file, input);
      return reading.read(file);
    } catch (IOException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw e;
      }
      return false;
    } finally {
      Files.delete(file);
    }
  }
}
