package dev.mien.bench;

import dev.mien.expression.Emotion;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.training.dataset.AugmentationPlan;
import dev.mien.training.dataset.FerReader;
import dev.mien.training.dataset.GreyPixels;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Votes;
import dev.mien.training.evaluate.ConfusionMatrix;
import dev.mien.training.predict.Predictions;
import dev.mien.training.train.FineTuning;
import dev.mien.training.train.Logits;
import dev.mien.training.train.Precision;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.Teacher;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which settings fine-tune best on a few images. The images are those of FER+'s validation split,
 * which the model was not trained on, as another source would show them: much larger in the picture
 * and lower, with half of the contrast, brighter. Half of them is drawn from, the other half is the
 * test. Posed sets show each expression about as often, so they are drawn evenly over the six that
 * have enough images, as far as they go, and the figure is the mean recall of the six.
 *
 * <p>Arguments: the data, the votes, then settings such as {@code steps=400,batch=32,lr=0.01};
 * system properties {@code sizes}, {@code seeds}, {@code from} and {@code agreement}.
 */
public final class SmallDataStudy {
  private static final int[] SIZES =
      Arrays.stream(System.getProperty("sizes", "50,200,1000").split(","))
          .mapToInt(Integer::parseInt)
          .toArray();

  /** The share of the annotators who must agree; posed expressions are clearer than most photos. */
  private static final double AGREEMENT =
      Double.parseDouble(System.getProperty("agreement", "0.5"));

  private static final int SEEDS = Integer.getInteger("seeds", 5);
  private static final Set<Emotion> TOO_FEW = EnumSet.of(Emotion.DISGUST, Emotion.CONTEMPT);
  private static final double ENLARGED = 1.35;
  private static final double LOWER = 3;
  private static final double CONTRAST = 0.5;
  private static final int BRIGHTER = 30;

  private SmallDataStudy() {}

  /** Measures settings. */
  public static void main(String[] arguments) throws IOException {
    List<Sample> validation =
        Split.VALIDATION.of(FerReader.read(Path.of(arguments[0]), Path.of(arguments[1]))).stream()
            .filter(SmallDataStudy::isUsed)
            .map(SmallDataStudy::elsewhere)
            .toList();
    byte[] model = InstalledModels.read(System.getProperty("from", "small"));
    System.out.println("| settings | images | mean recall | its deviation over seeds | s a run |");
    System.out.println("|---|---|---|---|---|");
    for (int a = 2; a < arguments.length; a++) {
      Settings settings = Settings.parse(arguments[a]);
      for (int size : SIZES) {
        measure(settings, size, validation, model);
      }
    }
  }

  private static boolean isUsed(Sample sample) {
    int label = Protocol.FERPLUS_MAJORITY.labelOf(sample);
    return label >= 0
        && !TOO_FEW.contains(Emotion.values()[label])
        && Objects.requireNonNull(sample.votes()).distribution()[label] >= AGREEMENT;
  }

  /** One unanimous label, and the pixels of another source. */
  private static Sample elsewhere(Sample sample) {
    int label = Protocol.FERPLUS_MAJORITY.labelOf(sample);
    Emotion emotion = Emotion.values()[label];
    byte[] pixels = new byte[Sample.SIZE * Sample.SIZE];
    float[] source = GreyPixels.toFloats(sample.pixels());
    double centre = (Sample.SIZE - 1) / 2.0;
    for (int y = 0; y < Sample.SIZE; y++) {
      for (int x = 0; x < Sample.SIZE; x++) {
        double grey =
            GreyPixels.bilinear(
                source, centre + (x - centre) / ENLARGED, centre + (y - LOWER - centre) / ENLARGED);
        double value = 128 + (grey - 128) * CONTRAST + BRIGHTER;
        pixels[y * Sample.SIZE + x] = (byte) Math.round(Math.min(255, Math.max(0, value)));
      }
    }
    return new Sample(
        sample.row(),
        pixels,
        Emotion.FER2013_ORDER.indexOf(emotion),
        Votes.unanimous(emotion),
        Split.TEST);
  }

  private static void measure(Settings settings, int size, List<Sample> validation, byte[] model)
      throws IOException {
    double[] recall = new double[SEEDS];
    long start = System.nanoTime();
    for (int seed = 1; seed <= SEEDS; seed++) {
      List<Sample> shuffled = new ArrayList<>(validation);
      Collections.shuffle(shuffled, new Random(seed));
      List<Sample> test = shuffled.subList(0, shuffled.size() / 2);
      List<Sample> pool = shuffled.subList(shuffled.size() / 2, shuffled.size());
      ConfusionMatrix matrix = run(settings, even(pool, size), test, model, seed);
      recall[seed - 1] = meanRecall(matrix);
    }
    double mean = Arrays.stream(recall).average().orElse(0);
    double variance = 0;
    for (double one : recall) {
      variance += (one - mean) * (one - mean) / Math.max(1, SEEDS - 1);
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.2f | %.2f | %.1f |%n",
        settings.text,
        size,
        100 * mean,
        100 * Math.sqrt(variance),
        (System.nanoTime() - start) / 1e9 / SEEDS);
  }

  private static double meanRecall(ConfusionMatrix matrix) {
    return Arrays.stream(Emotion.values())
        .filter(emotion -> !TOO_FEW.contains(emotion))
        .mapToDouble(emotion -> matrix.recall(emotion.ordinal()))
        .average()
        .orElse(0);
  }

  /** As many of every expression, as far as they go. */
  private static List<Sample> even(List<Sample> pool, int size) {
    Map<Emotion, List<Sample>> byEmotion = new EnumMap<>(Emotion.class);
    for (Sample sample : pool) {
      int label = Protocol.FERPLUS_MAJORITY.labelOf(sample);
      byEmotion.computeIfAbsent(Emotion.values()[label], key -> new ArrayList<>()).add(sample);
    }
    List<Sample> drawn = new ArrayList<>();
    for (int round = 0; drawn.size() < size && round < size; round++) {
      for (List<Sample> samples : byEmotion.values()) {
        if (round < samples.size() && drawn.size() < size) {
          drawn.add(samples.get(round).in(Split.TRAINING));
        }
      }
    }
    return drawn;
  }

  private static ConfusionMatrix run(
      Settings settings, List<Sample> training, List<Sample> test, byte[] model, int seed)
      throws IOException {
    Path folder = Files.createTempDirectory("small-data");
    TrainingPlan plan = settings.plan(training.size());
    RunOptions options =
        RunOptions.of(seed, Precision.AUTO).startingFrom(model, (int) settings.number("freeze", 0));
    if (settings.number("teach", 0) > 0) {
      options = options.taughtBy(List.of(Teacher.ofModel(model)));
    }
    if (settings.number("steps", 1) > 0) {
      new Trainer(plan, folder, options).train(training, new TrainingListener() {});
    } else {
      new Trainer(plan.withLearningRate(1e-9).withEpochs(1), folder, options)
          .train(training, new TrainingListener() {});
    }
    ConfusionMatrix matrix = new ConfusionMatrix(Emotion.values().length);
    float[][] logits = Logits.of(TrainedRun.open(folder).network(), test).ferPlus();
    for (int i = 0; i < logits.length; i++) {
      matrix.add(Protocol.FERPLUS_MAJORITY.labelOf(test.get(i)), Predictions.argmax(logits[i]));
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    return matrix;
  }

  /** Differences from the plan {@code fine-tune}. */
  private static final class Settings {
    private final String text;
    private final Map<String, Double> numbers = new HashMap<>();

    private Settings(String text) {
      this.text = text;
    }

    static Settings parse(String text) {
      Settings settings = new Settings(text);
      for (String part : text.split(",")) {
        String[] pair = part.split("=");
        settings.numbers.put(pair[0], Double.parseDouble(pair[1]));
      }
      return settings;
    }

    double number(String name, double otherwise) {
      return numbers.getOrDefault(name, otherwise);
    }

    TrainingPlan plan(int images) throws IOException {
      TrainingPlan plan = TrainingPlan.open("fine-tune");
      int batch = Math.min(images, (int) number("batch", plan.batchSize()));
      int epochs =
          numbers.containsKey("epochs")
              ? (int) number("epochs", 8)
              : FineTuning.epochs((int) number("steps", 400), batch, images);
      AugmentationPlan a = plan.augmentation();
      double strength = number("augment", 1);
      AugmentationPlan augmentation =
          new AugmentationPlan(
              a.rotation() * strength,
              a.shift() * strength,
              a.scale() * strength,
              a.shear() * strength,
              a.contrast() * strength,
              a.gamma() * strength,
              a.exposure() * strength,
              a.shade() * strength,
              a.blur() * strength,
              a.motionBlur() * strength,
              a.noise() * strength,
              a.lowResolution() * strength,
              number("erase", a.erase()),
              number("mixup", a.mixup()));
      return new TrainingPlan(
          plan.name(),
          plan.network(),
          augmentation,
          epochs,
          batch,
          number("lr", plan.learningRate()),
          Math.min(epochs / 2.0, number("warm", 0.1) * epochs),
          plan.momentum(),
          number("decay", plan.weightDecay()),
          number("average", plan.averageDecay()),
          plan.labelWeight(),
          number("smooth", plan.labelSmoothing()),
          plan.optimizer(),
          number("adjust", 0),
          number("teach", plan.teacherWeight()),
          plan.teacherViews());
    }
  }
}
