package dev.mien.training.audit;

import dev.mien.training.audit.LeakTable.Figure;
import dev.mien.training.audit.LeakTable.Row;
import dev.mien.training.dataset.GroupSplit;
import dev.mien.training.dataset.GroupSplit.Grouping;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.TwinSearch;
import dev.mien.training.dataset.TwinSearch.Twins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures what each of the known mistakes of protocols turns the same images into: by a {@link
 * NearestNeighbour}, which cannot have learnt anything, and by short trainings of a small network.
 * Labels are those of FER2013, seven classes.
 */
public final class LeakDemonstration {
  private static final int MOST_IMAGES = 10_000;
  private static final int FOLDS = 5;
  private static final int BATCH = 64;
  private static final String NEIGHBOUR = "nearest neighbour, 12 x 12";
  private static final String NETWORK = "network, short training";

  private final List<Sample> training;
  private final List<Sample> validation;
  private final List<Sample> test;
  private final ShortTraining network;
  private final long seed;
  private final Consumer<String> progress;
  private final List<Row> rows = new ArrayList<>();

  /**
   * Prepares.
   *
   * @param samples with a training, a validation and a test split
   * @param folder for the runs; an empty one
   * @param seed of all random choices
   * @param progress receives what is measured next
   * @throws IllegalArgumentException if a split has no labelled images
   */
  public LeakDemonstration(
      List<Sample> samples, Path folder, long seed, Consumer<String> progress) {
    this(samples, ShortTraining.in(folder), seed, progress);
  }

  LeakDemonstration(
      List<Sample> samples, ShortTraining network, long seed, Consumer<String> progress) {
    List<Sample> labelled = samples.stream().filter(sample -> sample.label() >= 0).toList();
    this.training = Split.TRAINING.of(labelled);
    this.validation = Split.VALIDATION.of(labelled);
    this.test = Split.TEST.of(labelled);
    this.network = network;
    this.seed = seed;
    this.progress = progress;
    for (Split split : Split.values()) {
      if (split.of(labelled).isEmpty()) {
        throw new IllegalArgumentException(
            "the demonstration needs training, validation and test images; the %s split has none"
                .formatted(split.label()));
      }
    }
  }

  /** Measures all. */
  public LeakTable run() throws IOException {
    progress.accept("augmenting before the split");
    List<Sample> some = some(training, MOST_IMAGES);
    for (int times : new int[] {2, 3, 5}) {
      augmentBeforeSplit(some, times);
    }
    augmentBeforeSplitNetwork();
    progress.accept("splitting by image");
    splitByImage(some);
    progress.accept("a test batch that votes together");
    sortedBatch();
    progress.accept("training on the test images' twins");
    twins();
    progress.accept("choosing on the test split");
    chooseOnTest();
    return new LeakTable(
        "%,d training, %,d validation and %,d test images; seed %d"
            .formatted(training.size(), validation.size(), test.size(), seed),
        List.copyOf(rows));
  }

  private List<Sample> some(List<Sample> samples, int most) {
    List<Sample> shuffled = new ArrayList<>(samples);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled.subList(0, Math.min(most, shuffled.size()));
  }

  /** The first of five folds is tested, the others are learnt from. */
  private List<List<Sample>> split(List<Sample> samples, Grouping grouping) {
    int[] fold = GroupSplit.folds(samples, FOLDS, grouping, seed);
    return List.of(
        IntStream.range(0, fold.length).filter(i -> fold[i] != 0).mapToObj(samples::get).toList(),
        IntStream.range(0, fold.length).filter(i -> fold[i] == 0).mapToObj(samples::get).toList());
  }

  private Figure neighbour(String how, List<List<Sample>> split) {
    return new NearestNeighbour(split.get(0)).test(how, split.get(1));
  }

  private void augmentBeforeSplit(List<Sample> some, int times) {
    List<Sample> copies = Copies.augmented(some, times, seed);
    rows.add(
        new Row(
            "augmenting x%d before a random split".formatted(times),
            NEIGHBOUR,
            neighbour("copies kept together", split(copies, Grouping.SUBJECT)),
            neighbour("copies on both sides", split(copies, Grouping.NONE))));
  }

  private void augmentBeforeSplitNetwork() throws IOException {
    List<Sample> copies = Copies.augmented(some(training, network.images() / 3), 3, seed);
    rows.add(
        new Row(
            "augmenting x3 before a random split",
            NETWORK,
            network.test("copies kept together", "augment-honest", split(copies, Grouping.SUBJECT)),
            network.test("copies on both sides", "augment-leak", split(copies, Grouping.NONE))));
  }

  private void splitByImage(List<Sample> some) {
    boolean named = training.stream().anyMatch(sample -> sample.subject() != null);
    List<Sample> people = named ? training : Copies.frames(some.subList(0, some.size() / 3), seed);
    rows.add(
        new Row(
            named
                ? "splitting by image where people appear several times"
                : "splitting by image where people appear several times (simulated: three frames of each image)",
            NEIGHBOUR,
            neighbour("by subject", split(people, Grouping.SUBJECT)),
            neighbour("by image", split(people, Grouping.NONE))));
  }

  /** As attention or batch statistics across the batch do, when the test set is sorted by class. */
  private void sortedBatch() {
    List<Sample> sorted = new ArrayList<>(test);
    sorted.sort(Comparator.comparingInt(Sample::label));
    NearestNeighbour neighbour = new NearestNeighbour(training);
    int[] answers = neighbour.answers(sorted);
    Figure honest = NearestNeighbour.right("each image alone", answers, sorted);
    rows.add(
        new Row(
            "letting batches of %d vote together, test set sorted by class".formatted(BATCH),
            NEIGHBOUR,
            honest,
            NearestNeighbour.right("sorted", voted(answers), sorted)));
    List<Sample> shuffled = some(test, test.size());
    rows.add(
        new Row(
            "letting batches of %d vote together, test set shuffled".formatted(BATCH),
            NEIGHBOUR,
            honest,
            NearestNeighbour.right("shuffled", voted(neighbour.answers(shuffled)), shuffled)));
  }

  private static int[] voted(int[] answers) {
    int[] voted = new int[answers.length];
    for (int start = 0; start < answers.length; start += BATCH) {
      int end = Math.min(answers.length, start + BATCH);
      int[] votes = new int[7];
      for (int i = start; i < end; i++) {
        votes[answers[i]]++;
      }
      int most =
          IntStream.range(0, votes.length).reduce((a, b) -> votes[b] > votes[a] ? b : a).orElse(0);
      Arrays.fill(voted, start, end, most);
    }
    return voted;
  }

  private void twins() throws IOException {
    List<Twins> pairs = TwinSearch.across(test, training);
    if (pairs.isEmpty()) {
      return;
    }
    Set<Integer> learnt = new HashSet<>();
    pairs.forEach(pair -> learnt.add(pair.twin().row()));
    List<Sample> tested = pairs.stream().map(Twins::sample).toList();
    List<Sample> others =
        training.stream().filter(sample -> !learnt.contains(sample.row())).toList();
    if (others.isEmpty()) {
      return; // There is nothing else to learn from.
    }
    List<Sample> originals = training.stream().filter(s -> learnt.contains(s.row())).toList();
    String mistake = "training on images that are in the test split, too (only these tested)";
    rows.add(
        new Row(
            mistake,
            NEIGHBOUR,
            new NearestNeighbour(others).test("without the twins", tested),
            new NearestNeighbour(training).test("with the twins", tested)));
    List<Sample> honest = some(others, network.images());
    List<Sample> leaked =
        new ArrayList<>(honest.subList(0, Math.max(0, honest.size() - originals.size())));
    leaked.addAll(originals);
    rows.add(
        new Row(
            mistake,
            NETWORK,
            network.test("without the twins", "twins-honest", List.of(honest, tested)),
            network.test("with the twins", "twins-leak", List.of(leaked, tested))));
  }

  private void chooseOnTest() throws IOException {
    List<Figure> figures =
        network.choose(
            some(training, network.images()),
            some(validation, network.tested()),
            some(test, network.tested()));
    rows.add(
        new Row(
            "choosing among %d epochs of %d runs on the test split"
                .formatted(network.epochs(), network.runs()),
            NETWORK,
            figures.get(0),
            figures.get(1)));
  }
}
