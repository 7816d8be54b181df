package dev.mien.bench.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.expression.Emotion;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.Evaluation;
import dev.mien.training.predict.Predictions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A package of npm, asked by {@code bench/peers/peer.mjs}. It was trained on crops that show more
 * or less of a head than those of FER2013: it gets the crop that suits it best on the validation
 * split.
 */
final class NodeContender implements Contender {
  private static final double[] ZOOMS = {0.75, 0.85, 1, 1.15, 1.3};

  private final String peer;
  private final String version;
  private final Path scripts;
  private final Path folder;
  private double zoom = 1;

  /**
   * @param scripts the folder {@code bench/peers}, after {@code npm ci}
   */
  NodeContender(String peer, String npmPackage, Path scripts) throws IOException {
    this.peer = peer;
    this.scripts = scripts;
    this.folder = Files.createTempDirectory("mien-peers-");
    Path description = scripts.resolve("node_modules").resolve(npmPackage).resolve("package.json");
    this.version =
        JsonMapper.builder().build().readTree(description.toFile()).path("version").asText();
  }

  /** Chooses the zoom by the accuracy on the validation split. */
  void choose(List<Sample> validation) throws IOException {
    double best = -1;
    double chosen = 1;
    for (double candidate : ZOOMS) {
      zoom = candidate;
      double accuracy =
          Evaluation.of(PeerComparison.CHOSEN_ON, Split.VALIDATION, answers(validation), validation)
              .matrix()
              .accuracy();
      System.err.printf(Locale.ROOT, "%s, zoom %.2f: %.4f%n", peer, candidate, accuracy);
      if (accuracy > best) {
        best = accuracy;
        chosen = candidate;
      }
    }
    zoom = chosen;
  }

  @Override
  public String name() {
    return peer + " " + version;
  }

  @Override
  public String preparation() {
    return zoom == 1 ? "as it comes" : String.format(Locale.ROOT, "zoom %.2f", zoom);
  }

  @Override
  public Predictions answers(List<Sample> samples) throws IOException {
    Path in = folder.resolve("crops");
    try (OutputStream out = Files.newOutputStream(in)) {
      for (Sample sample : samples) {
        out.write(sample.pixels());
      }
    }
    Path answers = folder.resolve("answers");
    ask("crops", String.valueOf(zoom), in.toString(), answers.toString());
    FloatBuffer floats =
        ByteBuffer.wrap(Files.readAllBytes(answers)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[][] eight = new float[samples.size()][Emotion.values().length];
    float[][] seven = new float[samples.size()][Emotion.FER2013_ORDER.size()];
    for (int i = 0; i < eight.length; i++) {
      floats.get(eight[i]);
      for (int c = 0; c < seven[i].length; c++) {
        seven[i][c] = eight[i][Emotion.FER2013_ORDER.get(c).ordinal()];
      }
    }
    return new Predictions(eight, seven);
  }

  @Override
  public Speed speed(byte[] photo, int seconds) throws IOException {
    Path file = Files.write(folder.resolve("photo.jpg"), photo);
    JsonNode speed =
        JsonMapper.builder()
            .build()
            .readTree(ask("speed", String.valueOf(seconds), file.toString()));
    if (speed.path("faces").asInt() != 1) {
      throw new IOException(peer + " found " + speed.path("faces") + " faces in the photo");
    }
    return new Speed(speed.path("crop_ms").asDouble(), speed.path("photo_ms").asDouble());
  }

  /** The last line that it prints. */
  private String ask(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", "peer.mjs", peer));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(scripts.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(peer + " ended with exit code " + process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(peer + " was interrupted");
    }
    return output.lines().reduce("", (first, second) -> second);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println(folder + " could not be deleted: " + e.getMessage());
    }
  }
}
