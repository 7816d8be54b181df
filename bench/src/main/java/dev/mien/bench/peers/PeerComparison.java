package dev.mien.bench.peers;

import dev.mien.bench.BenchmarkPhotos;
import dev.mien.training.dataset.FerReader;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.Evaluation;
import dev.mien.training.evaluate.Interval;
import dev.mien.training.predict.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures Mien and others on the same faces and photos, and writes two tables: accuracy on
 * PrivateTest, and speed on one thread, the contenders in turns.
 *
 * <p>Arguments: FER2013's file, the FER+ votes, the folder {@code bench/peers}, and the document
 * whose tables between {@code <!-- peers -->} and {@code <!-- end peers -->} are replaced.
 */
public final class PeerComparison {
  /** What a contender's preparation of the pixels is chosen by. */
  static final Protocol CHOSEN_ON = Protocol.FERPLUS_MAJORITY;

  private static final String START = "<!-- peers -->\n";
  private static final String END = "<!-- end peers -->";

  /** Validation images that tell zooms apart. */
  private static final int ENOUGH = 1000;

  private static final int TURNS = Integer.getInteger("turns", 3);
  private static final int SECONDS = Integer.getInteger("seconds", 5);

  private PeerComparison() {}

  /** Measures and writes. */
  public static void main(String[] arguments) throws IOException {
    List<Sample> samples = FerReader.read(Path.of(arguments[0]), Path.of(arguments[1]));
    Path scripts = Path.of(arguments[2]);
    Path document = Path.of(arguments[3]);
    try (MienContender base = new MienContender("base");
        MienContender small = new MienContender("small");
        NodeContender faceApi = new NodeContender("face-api", "@vladmandic/face-api", scripts);
        NodeContender human = new NodeContender("human", "@vladmandic/human", scripts)) {
      List<Sample> validation = Split.VALIDATION.of(samples);
      for (NodeContender peer : List.of(faceApi, human)) {
        peer.choose(validation.subList(0, Math.min(ENOUGH, validation.size())));
      }
      List<Contender> contenders = List.of(base, small, faceApi, human);
      String tables = accuracy(contenders, Split.TEST.of(samples)) + "\n" + speed(contenders);
      System.out.print(tables);
      String text = Files.readString(document);
      int start = text.indexOf(START) + START.length();
      int end = text.indexOf(END);
      if (start < START.length() || end < start) {
        throw new IOException(document + " has no place for the tables: " + START.strip());
      }
      Files.writeString(document, text.substring(0, start) + tables + text.substring(end));
    }
  }

  private static String accuracy(List<Contender> contenders, List<Sample> test) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("| contender | crops | protocol | images | accuracy | 95 % interval | macro F1")
        .append(" | calibration error |\n|---|---|---|---|---|---|---|---|\n");
    for (Contender contender : contenders) {
      Predictions answers = contender.answers(test);
      for (Protocol protocol :
          List.of(Protocol.FERPLUS_MAJORITY, Protocol.FERPLUS_PLURALITY, Protocol.FER2013)) {
        Evaluation evaluation = Evaluation.of(protocol, Split.TEST, answers, test);
        Interval interval = evaluation.interval();
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | %s | %,d | %.2f %% | %.2f to %.2f | %.3f | %.3f |%n",
                contender.name(),
                contender.preparation(),
                protocol.title(),
                evaluation.matrix().total(),
                100 * evaluation.matrix().accuracy(),
                100 * interval.low(),
                100 * interval.high(),
                evaluation.matrix().macroF1(),
                evaluation.calibrationError()));
      }
    }
    return text.toString();
  }

  private static String speed(List<Contender> contenders) throws IOException {
    byte[] photo = BenchmarkPhotos.oneFace();
    double[][] crops = new double[contenders.size()][TURNS];
    double[][] photos = new double[contenders.size()][TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      for (int c = 0; c < crops.length; c++) {
        Contender.Speed speed = contenders.get(c).speed(photo, SECONDS);
        crops[c][turn] = speed.cropMillis();
        photos[c][turn] = speed.photoMillis();
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("| contender | ms a face | ratio | ms a photo | photos/s | ratio |\n")
        .append("|---|---|---|---|---|---|\n");
    List<String> rows = new ArrayList<>();
    for (int c = 0; c < crops.length; c++) {
      double crop = median(crops[c]);
      double whole = median(photos[c]);
      rows.add(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.1f | %.1f | %.1f | %.1f |%n",
              contenders.get(c).name(),
              crop,
              crop / median(crops[0]),
              whole,
              1000 / whole,
              whole / median(photos[0])));
    }
    return text + String.join("", rows);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
